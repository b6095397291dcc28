# The operations that DJL's API lacks, in serialized TorchScript (the syntax of torch::jit's own
# archives: operators are functions, there are no methods). Torch.java calls them by name.
#
# Convolutions, their bias and activations follow the type of x, float32 or bfloat16; weights are
# float32 and cast on the way, so that their gradients are float32 again. Numbers that torch.to
# takes: 6 is float32, 15 is bfloat16. memory_format=2 is channels_last, 0 is contiguous.

class Operations(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ---- precision and layout

  def to_float32(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.contiguous(torch.to(x, 6), memory_format=2)

  def to_bfloat16(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.contiguous(torch.to(x, 15), memory_format=2)

  def to_plain(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.contiguous(torch.to(x, 6), memory_format=0)

  # A copy whose memory is PyTorch's own, in the layout in which convolutions want weights.
  def channels_last_copy(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.clone(x, memory_format=2)

  def zeros_like(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.zeros_like(torch.detach(x))

  # ---- layers

  # Stride 1, the size is kept; as many groups as the weight (out, in / groups, k, k) asks for.
  def convolution(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    groups = torch.floordiv(torch.size(x, 1), torch.size(weight, 1))
    pad = torch.floordiv(torch.size(weight, 2), 2)
    return torch.conv2d(x, torch.to(weight, ops.prim.dtype(x)), None, [1, 1], [pad, pad], [1, 1], groups)

  def convolution_with_bias(self: __torch__.Operations, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    groups = torch.floordiv(torch.size(x, 1), torch.size(weight, 1))
    pad = torch.floordiv(torch.size(weight, 2), 2)
    type = ops.prim.dtype(x)
    return torch.conv2d(x, torch.to(weight, type), torch.to(bias, type), [1, 1], [pad, pad], [1, 1], groups)

  # Kernel 4, stride 2, padding 1: halves both sides.
  def convolution_down(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv2d(x, torch.to(weight, ops.prim.dtype(x)), None, [2, 2], [1, 1], [1, 1], 1)

  # Kernel 4, stride 2, padding 1, weight (in, out, 4, 4): doubles both sides.
  def convolution_up(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.conv_transpose2d(x, torch.to(weight, ops.prim.dtype(x)), None, [2, 2], [1, 1], [0, 0], 1, [1, 1])

  def leaky_relu(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.leaky_relu(x, 0.2)

  def relu(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.relu(x)

  def softplus(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.softplus(x)

  def tanh(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.tanh(x)

  def add(self: __torch__.Operations, x: Tensor, y: Tensor) -> Tensor:
    return torch.add(x, y)

  # Doubles both sides: zeros between the pixels, then [1 2 1] / 2 along each side.
  def resample_up(self: __torch__.Operations, x: Tensor) -> Tensor:
    if ops.prim.is_cuda(x):
      y = (self).resample_up_by_pooling(x)
    else:
      y = (self).resample_up_by_convolution(x)
    return y

  # For CPUs, on which it takes a quarter to a half of the time of pooling. The library has no fast
  # bfloat16 kernel for this, so it is done in float32.
  def resample_up_by_convolution(self: __torch__.Operations, x: Tensor) -> Tensor:
    channels = torch.size(x, 1)
    side = torch.tensor([0.5, 1., 0.5], dtype=6, device=ops.prim.device(x))
    kernel = torch.repeat(torch.outer(side, side), [channels, 1, 1, 1])
    y = torch.conv_transpose2d(torch.to(x, 6), kernel, None, [2, 2], [1, 1], [1, 1], channels, [1, 1])
    return torch.contiguous(torch.to(y, ops.prim.dtype(x)), memory_format=2)

  # For GPUs, on which convolutions of each channel alone are slow where channels lie last. Each pixel
  # four times, then the mean of each with those below and to the right, which are 0 beyond the edge.
  def resample_up_by_pooling(self: __torch__.Operations, x: Tensor) -> Tensor:
    size = [torch.mul(torch.size(x, 2), 2), torch.mul(torch.size(x, 3), 2)]
    padded = torch.constant_pad_nd(torch.upsample_nearest2d(x, size, None, None), [0, 1, 0, 1], 0)
    y = torch.avg_pool2d(padded, [2, 2], [1, 1], [0, 0], False, True, None)
    return torch.contiguous(y, memory_format=2)

  # Halves both sides: [1 1] twice, which is [1 2 1], and every second pixel of that. Pooling has a
  # cheaper second-order gradient than a convolution by channel.
  def resample_down(self: __torch__.Operations, x: Tensor) -> Tensor:
    y = torch.avg_pool2d(x, [2, 2], [1, 1], [1, 1], False, True, None)
    return torch.avg_pool2d(y, [2, 2], [2, 2], [0, 0], False, True, None)

  # [1 1] / 2 twice; means at the edge are of the pixels that there are.
  def smooth(self: __torch__.Operations, x: Tensor) -> Tensor:
    y = torch.avg_pool2d(x, [2, 2], [1, 1], [1, 1], False, False, None)
    return torch.avg_pool2d(y, [2, 2], [1, 1], [0, 0], False, True, None)

  def batch_norm(self: __torch__.Operations, x: Tensor, weight: Tensor, b: Tensor, mean: Tensor, variance: Tensor, momentum: float) -> Tensor:
    return torch.batch_norm(x, weight, b, mean, variance, torch.gt(momentum, 0.), momentum, 1.0e-05, False)

  # What automatic differentiation computes of a convolution, alone: the gradient of x, or that of the weight.
  def convolution_gradient(self: __torch__.Operations, gradient: Tensor, x: Tensor, weight: Tensor, stride: int, pad: int, transposed: bool, groups: int, of_x: bool) -> Tensor:
    of_weight = torch.__not__(of_x)
    x_gradient, weight_gradient, bias_gradient, = torch.convolution_backward(gradient, x, weight, None, [stride, stride], [pad, pad], [1, 1], transposed, [0, 0], groups, [of_x, of_weight, False])
    if of_x:
      result = x_gradient
    else:
      result = weight_gradient
    return result

  # (N, in) and weight (out, in) to (N, out).
  def linear(self: __torch__.Operations, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, weight)

  # (N, C), each scaling a learned pattern (C, H, W), to (N, C, H, W).
  def scale_patterns(self: __torch__.Operations, x: Tensor, patterns: Tensor) -> Tensor:
    return torch.mul(torch.unsqueeze(torch.unsqueeze(x, 2), 3), patterns)

  # (N, C, H, W) against a learned pattern (C, 1, H, W), to (N, C). Patterns are brought
  # channels-last, so that the gradient of x is, and with it those of all blocks before.
  def match_patterns(self: __torch__.Operations, x: Tensor, patterns: Tensor) -> Tensor:
    last = torch.contiguous(torch.transpose(patterns, 0, 1), memory_format=2)
    return torch.sum(torch.mul(torch.to(x, 6), last), [2, 3])

  # The standard deviation of each feature over the images of a group: (groups, N, F) to (groups, F).
  # What is added keeps the root's gradient finite.
  def deviations(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.sqrt(torch.add(torch.var(x, [1], False), 1.0e-4))

  # Rows of the weight (rows, F): those of the indices (N), to (N, F).
  def embed(self: __torch__.Operations, indices: Tensor, weight: Tensor) -> Tensor:
    return torch.embedding(weight, indices)

  # (N, C, H, W), each channel by (N, C) and plus (N, C).
  def scale_and_shift(self: __torch__.Operations, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    type = ops.prim.dtype(x)
    scales = torch.unsqueeze(torch.unsqueeze(torch.to(scale, type), 2), 3)
    shifts = torch.unsqueeze(torch.unsqueeze(torch.to(shift, type), 2), 3)
    return torch.addcmul(shifts, x, scales)

  # (N, C, H, W), each channel by 1 plus a linear map (C, S) of (N, S), and plus another.
  def modulate(self: __torch__.Operations, x: Tensor, style: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    scales = torch.add(torch.linear(style, scale), 1)
    return (self).scale_and_shift(x, scales, torch.linear(style, shift))

  # (N, F) and (N, F) to (N).
  def inner_product(self: __torch__.Operations, x: Tensor, y: Tensor) -> Tensor:
    return torch.sum(torch.mul(x, y), [1])

  # ---- random numbers

  # The numbers that follow a state of RandomStream.java, int64 (count), where x is: SplitMix64. Shifts
  # keep the sign, which the masks take away.
  def random_numbers(self: __torch__.Operations, x: Tensor, state: int, count: int) -> Tensor:
    index = torch.arange(1, torch.add(count, 1), dtype=4, device=ops.prim.device(x))
    mixed = torch.add_(torch.mul_(index, -7046029254386353131), state)
    y = torch.bitwise_and_(torch.bitwise_right_shift(mixed, 30), 17179869183)
    x0 = torch.mul_(torch.bitwise_xor_(mixed, y), -4658895280553007687)
    y0 = torch.bitwise_and_(torch.bitwise_right_shift(x0, 27), 137438953471)
    x1 = torch.mul_(torch.bitwise_xor_(x0, y0), -7723592293110705685)
    y1 = torch.bitwise_and_(torch.bitwise_right_shift(x1, 31), 8589934591)
    return torch.bitwise_xor_(x1, y1)

  # Box-Muller: the radius is of the upper 24 bits of a number, the angle of 24 others.
  def add_noise(self: __torch__.Operations, x: Tensor, scale: Tensor, state: int) -> Tensor:
    size = [torch.size(x, 0), 1, torch.size(x, 2), torch.size(x, 3)]
    numbers = (self).random_numbers(x, state, torch.mul(torch.mul(size[0], size[2]), size[3]))
    upper = torch.bitwise_and(torch.bitwise_right_shift(numbers, 40), 16777215)
    lower = torch.bitwise_and(torch.bitwise_right_shift(numbers, 16), 16777215)
    radius = torch.sqrt(torch.mul(torch.log(torch.mul(torch.add(upper, 1), 5.9604644775390625e-08)), -2.))
    noise = torch.mul(radius, torch.cos(torch.mul(lower, 3.7450702829239286e-07)))
    type = ops.prim.dtype(x)
    scales = torch.reshape(torch.to(scale, type), [1, -1, 1, 1])
    return torch.addcmul(x, torch.to(torch.reshape(noise, size), type), scales)

  # So many of 65536 are dropped. Each number decides on four features by 16 bits each, which are from
  # -32768; features lie channels-last, and so does the mask.
  def drop_out(self: __torch__.Operations, x: Tensor, state: int, dropped: int) -> Tensor:
    images = torch.size(x, 0)
    features = torch.mul(torch.mul(torch.size(x, 1), torch.size(x, 2)), torch.size(x, 3))
    per_image = torch.floordiv(torch.add(features, 3), 4)
    drawn = torch.reshape((self).random_numbers(x, state, torch.mul(images, per_image)), [images, per_image])
    quarters = annotate(List[Tensor], [])
    for i in range(4):
      _0 = torch.append(quarters, torch.to(torch.bitwise_right_shift(drawn, torch.mul(16, i)), 2))
    bits = torch.flatten(torch.stack(quarters, 2), 1)
    kept = torch.ge(torch.slice(bits, 1, 0, features), torch.sub(dropped, 32768))
    type = ops.prim.dtype(x)
    mask = torch.mul_(torch.to(kept, type), torch.div(65536, torch.sub(65536, dropped)))
    size = [images, torch.size(x, 2), torch.size(x, 3), torch.size(x, 1)]
    return torch.mul(x, torch.permute(torch.reshape(mask, size), [0, 3, 1, 2]))

  # ---- symmetric matrices (N, N)

  # Eigenvalues that rounding made negative count as 0.
  def square_root(self: __torch__.Operations, x: Tensor) -> Tensor:
    values, vectors, = torch.linalg_eigh(x)
    scaled = torch.mul(vectors, torch.sqrt(torch.clamp(values, 0)))
    return torch.matmul(scaled, torch.transpose(vectors, 0, 1))

  def symmetric_eigenvalues(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.linalg_eigvalsh(x)

  # ---- augmentation: images (N, C, H, W), and a row of numbers for each

  # (N, 3): what is added to the colours, by what their distance from grey is multiplied, and that
  # from the image's mean. A fourth channel is alpha, and stays.
  def recolor(self: __torch__.Operations, x: Tensor, numbers: Tensor) -> Tensor:
    columns = torch.unbind(torch.reshape(numbers, [-1, 3, 1, 1, 1]), 1)
    bright = torch.add(torch.slice(x, 1, 0, 3), columns[0])
    coloured = torch.lerp(torch.mean(bright, [1], True), bright, columns[1])
    contrasted = torch.lerp(torch.mean(coloured, [1, 2, 3], True), coloured, columns[2])
    return torch.cat([contrasted, torch.slice(x, 1, 3)], 1)

  # (N, 2): by how many pixels they move down and to the right. They go round the edges, so that each
  # pixel is read once and its gradient is no sum; then what came round becomes 0.
  def translate(self: __torch__.Operations, x: Tensor, numbers: Tensor) -> Tensor:
    height = torch.size(x, 2)
    width = torch.size(x, 3)
    shifts = torch.unbind(torch.reshape(torch.to(numbers, 4), [-1, 2, 1, 1]), 1)
    rows = torch.sub(torch.reshape(torch.arange(height, dtype=4, device=ops.prim.device(x)), [1, -1, 1]), shifts[0])
    columns = torch.sub(torch.reshape(torch.arange(width, dtype=4, device=ops.prim.device(x)), [1, 1, -1]), shifts[1])
    row = torch.remainder(rows, height)
    column = torch.remainder(columns, width)
    index = torch.flatten(torch.add(torch.mul(row, width), column), 1)
    flat = torch.flatten(x, 2)
    moved = torch.gather(flat, 2, torch.expand_as(torch.unsqueeze(index, 1), flat))
    outside = torch.logical_or(torch.ne(row, rows), torch.ne(column, columns))
    return torch.masked_fill(torch.view_as(moved, x), torch.unsqueeze(outside, 1), 0)

  # (N, 4): the first row of a box and the one after its last, and the same of its columns.
  def cut_out(self: __torch__.Operations, x: Tensor, numbers: Tensor) -> Tensor:
    edges = torch.unbind(torch.reshape(numbers, [-1, 4, 1, 1]), 1)
    rows = torch.reshape(torch.arange(torch.size(x, 2), dtype=6, device=ops.prim.device(x)), [1, -1, 1])
    columns = torch.reshape(torch.arange(torch.size(x, 3), dtype=6, device=ops.prim.device(x)), [1, 1, -1])
    vertically = torch.logical_and(torch.ge(rows, edges[0]), torch.lt(rows, edges[1]))
    horizontally = torch.logical_and(torch.ge(columns, edges[2]), torch.lt(columns, edges[3]))
    return torch.masked_fill(x, torch.unsqueeze(torch.logical_and(vertically, horizontally), 1), 0)

  # ---- gradients

  def detach(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.detach(x)

  # x itself, by another handle.
  def same(self: __torch__.Operations, x: Tensor) -> Tensor:
    return x

  # An alias of x that gradients can be taken for.
  def leaf(self: __torch__.Operations, x: Tensor) -> Tensor:
    return torch.requires_grad_(torch.detach(x), True)

  # Zeros for those of xs that y does not depend on. Each gradient lies in memory as its x does:
  # convolutions leave them channels-last, and fused Adam walks memory without looking at strides.
  def gradients(self: __torch__.Operations, y: Tensor, xs: List[Tensor]) -> List[Tensor]:
    found = torch.grad([y], xs, None, False, False, True)
    return (self).aligned(found, xs)

  # As above, and y's graph is kept for another call.
  def gradients_keeping_graph(self: __torch__.Operations, y: Tensor, xs: List[Tensor]) -> List[Tensor]:
    found = torch.grad([y], xs, None, True, False, True)
    return (self).aligned(found, xs)

  def aligned(self: __torch__.Operations, found: List[Optional[Tensor]], xs: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    for i in range(torch.len(found)):
      if torch.__is__(found[i], None):
        gradient = torch.zeros_like(xs[i])
      else:
        raw = ops.prim.unchecked_unwrap_optional(found[i])
        if torch.eq(torch.stride(raw), torch.stride(xs[i])):
          gradient = raw
        else:
          gradient = torch.copy_(torch.empty_like(torch.detach(xs[i])), raw)
      _0 = torch.append(result, gradient)
    return result

  # The gradient of sum(y) for each of xs, itself differentiable, then its squared norm for each of N.
  def squared_gradient_norms(self: __torch__.Operations, y: Tensor, xs: List[Tensor]) -> List[Tensor]:
    found = torch.grad([torch.sum(y)], xs, None, True, True)
    norms = annotate(List[Tensor], [])
    for i in range(torch.len(found)):
      gradient = torch.to(ops.prim.unchecked_unwrap_optional(found[i]), 6)
      _0 = torch.append(norms, torch.sum(torch.square(gradient), [1, 2, 3]))
    return norms

  # ---- updates in place, called without recording

  # The common norm of all.
  def norm(self: __torch__.Operations, xs: List[Tensor]) -> Tensor:
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(xs, 2)))

  # The standard deviation over the images, mean over all pixels.
  def variety(self: __torch__.Operations, x: Tensor) -> Tensor:
    centred = torch.sub(x, torch.mean(x, [0]))
    return torch.mean(torch.sqrt(torch.mean(torch.square(centred), [0])))

  # Scales all so that their common norm is at most the bound; returns the norm before.
  def clip_norm(self: __torch__.Operations, xs: List[Tensor], bound: float) -> Tensor:
    norm = (self).norm(xs)
    torch._foreach_mul_(xs, torch.clamp(torch.mul(torch.reciprocal(norm), bound), None, 1))
    return norm

  # squares * sum(w^2) + length * sqrt(sum(w^2)) + magnitudes * sum(|w|), over the weights w that are
  # counted; then its gradient for each weight. That of the root is 0 where all are 0.
  def weight_penalty(self: __torch__.Operations, weights: List[Tensor], counted: List[bool], squares: float, length: float, magnitudes: float) -> List[Tensor]:
    penalised = annotate(List[Tensor], [])
    for i in range(torch.len(weights)):
      if counted[i]:
        _0 = torch.append(penalised, weights[i])
    norm = (self).norm(penalised)
    penalty = torch.add(torch.mul(torch.square(norm), squares), torch.mul(norm, length))
    slope = torch.add(torch.mul(torch.reciprocal(torch.clamp_min(norm, 1.0e-30)), length), torch.mul(squares, 2))
    gradients = torch._foreach_mul(penalised, slope)
    if torch.gt(magnitudes, 0.):
      sums = torch.stack(torch._foreach_norm(penalised, 1))
      penalty = torch.add(penalty, torch.mul(torch.sum(sums), magnitudes))
      torch._foreach_add_(gradients, torch._foreach_sign(penalised), alpha=magnitudes)
    result = [penalty]
    taken = 0
    for i0 in range(torch.len(weights)):
      if counted[i0]:
        _1 = torch.append(result, gradients[taken])
        taken = torch.add(taken, 1)
      else:
        _2 = torch.append(result, torch.zeros_like(torch.detach(weights[i0])))
    return result

  # Moves each element into [-bound, bound]; returns the largest magnitude before.
  def clip_value(self: __torch__.Operations, xs: List[Tensor], bound: float) -> Tensor:
    largest = annotate(List[Tensor], [])
    for i in range(torch.len(xs)):
      _0 = torch.append(largest, torch.max(torch.abs(xs[i])))
    torch._foreach_clamp_min_(xs, torch.neg(bound))
    torch._foreach_clamp_max_(xs, bound)
    return torch.max(torch.stack(largest))

  def copy_all(self: __torch__.Operations, xs: List[Tensor], ys: List[Tensor]) -> NoneType:
    for i in range(torch.len(xs)):
      _0 = torch.copy_(xs[i], ys[i])
    return None

  def add_all(self: __torch__.Operations, xs: List[Tensor], ys: List[Tensor]) -> NoneType:
    torch._foreach_add_(xs, ys)
    return None

  # Views in which the elements follow each other as they do in memory: plain of what is channels-last.
  def as_stored(self: __torch__.Operations, xs: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    for i in range(torch.len(xs)):
      if torch.is_contiguous(xs[i]):
        stored = xs[i]
      else:
        stored = torch.permute(xs[i], [0, 2, 3, 1])
      _0 = torch.append(result, stored)
    return result

  # The steps count from 1. All weights are on one device, and share the number, which is only read.
  # PyTorch copies gradients that are not plain, in vain.
  def adam(self: __torch__.Operations, weights: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], step: float, rate: float, beta1: float, beta2: float, epsilon: float) -> NoneType:
    number = torch.full([], step, dtype=6, device=ops.prim.device(weights[0]))
    steps = annotate(List[Tensor], [])
    for i in range(torch.len(weights)):
      _0 = torch.append(steps, number)
    torch._fused_adam_((self).as_stored(weights), (self).as_stored(gradients), (self).as_stored(first), (self).as_stored(second), annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=0., eps=epsilon, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
    return None

  # Moves all xs towards the ys by the weight, 0 to 1.
  def lerp(self: __torch__.Operations, xs: List[Tensor], ys: List[Tensor], weight: float) -> NoneType:
    torch._foreach_lerp_(xs, ys, weight)
    return None
