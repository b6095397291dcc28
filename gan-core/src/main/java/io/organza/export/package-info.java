/**
 * Generators for other programs: safetensors, TorchScript, ONNX, and a model folder for DJL.
 *
 * <p>In: a checkpoint. Out: a file, which was run and compared with the checkpoint. Start at {@link
 * io.organza.export.GeneratorExport}. What a generator computes is said once, in {@code
 * GeneratorGraph}, and written down by each {@code GraphWriter}.
 */
@NullMarked
package io.organza.export;

import org.jspecify.annotations.NullMarked;
