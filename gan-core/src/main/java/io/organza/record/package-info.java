/**
 * Records as JSON, and what is wrong with a record's values.
 *
 * <p>In: records, JSON that a person or an earlier run wrote. Out: JSON, records, lists of
 * problems. Start at {@link io.organza.record.RecordJson}.
 */
@NullMarked
package io.organza.record;

import org.jspecify.annotations.NullMarked;
