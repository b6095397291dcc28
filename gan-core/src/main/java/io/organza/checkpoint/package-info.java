/**
 * Checkpoints: the whole state of a training, in files that are checked when they are read.
 *
 * <p>In: a configuration and a {@link io.organza.training.TrainingState}. Out: a directory of JSON
 * and safetensors, and the same state back in live tensors. Nothing is read by Java serialization
 * or pickle. Start at {@link io.organza.checkpoint.CheckpointStore}; a training saves through a
 * {@link io.organza.checkpoint.BackgroundSaver}, under a {@link io.organza.checkpoint.RunLock}.
 */
@NullMarked
package io.organza.checkpoint;

import org.jspecify.annotations.NullMarked;
