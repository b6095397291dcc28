/** What Java does beside the networks, measured by JMH. */
@NullMarked
package io.organza.benchmark;

import org.jspecify.annotations.NullMarked;
