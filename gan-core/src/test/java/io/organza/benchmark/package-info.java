/** Measurements that take minutes; no part of the tests, each run by one command of its own. */
@NullMarked
package io.organza.benchmark;

import org.jspecify.annotations.NullMarked;
