/**
 * The operations that DJL's API lacks: the only package that knows the PyTorch engine.
 *
 * <p>In: tensors, some of them bfloat16, which DJL's own API must never see. Out: tensors, and
 * gradients of first and second order. Start at {@link io.organza.torch.Torch}, whose operations
 * are the short TorchScript functions of the resource {@code operations.py}.
 */
@NullMarked
package io.organza.torch;

import org.jspecify.annotations.NullMarked;
