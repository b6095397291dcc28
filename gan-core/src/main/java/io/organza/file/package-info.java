/**
 * Files and folders that are on the disk when they are said to be.
 *
 * <p>In: bytes, or whoever writes them. Out: a file that is whole under its name, or not there.
 * Start at {@link io.organza.file.AtomicFile}.
 */
@NullMarked
package io.organza.file;

import org.jspecify.annotations.NullMarked;
