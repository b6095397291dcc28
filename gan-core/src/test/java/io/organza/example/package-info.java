/** How the library is used from Java: what {@code docs/java.md} shows, compiled and run. */
@NullMarked
package io.organza.example;

import org.jspecify.annotations.NullMarked;
