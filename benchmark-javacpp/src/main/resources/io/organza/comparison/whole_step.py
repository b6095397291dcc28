  # The step of the preset tiny at 32x32 as one function. This text follows operations.py, in whose class
  # it stands and whose functions it calls; names in comments are those of the Java that it follows.
  # Lists have their tensors in the order of the parameters' names.
  #
  # Weights require gradients. What changes them in place must not be recorded, or PyTorch refuses: so
  # recording is off for that time, where Java calls such functions without recording.

  # ---- networks

  def enter(self: __torch__.Operations, x: Tensor, bfloat16: bool) -> Tensor:
    if bfloat16:
      y = (self).to_bfloat16(x)
    else:
      y = (self).to_float32(x)
    return y

  # DcganLayers.addGenerator: latents (N, L) to images (N, C, H, W), float32.
  def make(self: __torch__.Operations, z: Tensor, weights: List[Tensor], statistics: List[Tensor], bfloat16: bool) -> Tensor:
    image, bias0, scale0, up1, bias1, scale1, up2, bias2, scale2, stem, = weights
    mean0, variance0, mean1, variance1, mean2, variance2, = statistics
    x = torch.reshape((self).linear(z, stem), [-1, torch.size(scale0, 0), 4, 4])
    x0 = (self).batch_norm((self).enter(x, bfloat16), scale0, bias0, mean0, variance0, 0.1)
    x1 = (self).convolution_up((self).relu(x0), up1)
    x2 = (self).batch_norm(x1, scale1, bias1, mean1, variance1, 0.1)
    x3 = (self).convolution_up((self).relu(x2), up2)
    x4 = (self).batch_norm(x3, scale2, bias2, mean2, variance2, 0.1)
    x5 = (self).convolution_up((self).relu(x4), image)
    return (self).to_plain((self).tanh(x5))

  # Discriminator.addResidual: images (N, C, H, W) to logits (N, 2), float32.
  def judge(self: __torch__.Operations, images: Tensor, weights: List[Tensor], bfloat16: bool) -> Tensor:
    linear, patterns, variety, image, first0, bias0, second0, b0, projection0, first1, bias1, second1, b1, projection1, first2, bias2, second2, b2, = weights
    x = (self).convolution_down((self).enter(images, bfloat16), image)
    x2 = (self).residual(x, first2, bias2, second2, b2)
    x1 = (self).convolution((self).resample_down(x2), projection1)
    y1 = (self).residual(x1, first1, bias1, second1, b1)
    x0 = (self).convolution((self).resample_down(y1), projection0)
    y0 = (self).residual(x0, first0, bias0, second0, b0)
    features = (self).match_patterns(y0, patterns)
    deviations = (self).deviations(torch.reshape(features, [-1, 8, torch.size(features, 1)]))
    alone = (self).linear(features, linear)
    among = torch.add(torch.reshape(alone, [-1, 8]), (self).linear(deviations, variety))
    return torch.cat([alone, torch.reshape(among, [-1, 1])], 1)

  # ResidualLayers.basic.
  def residual(self: __torch__.Operations, x: Tensor, first: Tensor, bias: Tensor, second: Tensor, b: Tensor) -> Tensor:
    y = (self).convolution_with_bias((self).leaky_relu(x), first, bias)
    return (self).add(x, (self).convolution_with_bias((self).leaky_relu(y), second, b))

  # LossOptions.overall.
  def overall(self: __torch__.Operations, x: Tensor, shares: Tensor) -> Tensor:
    return torch.sum(torch.mul(x, shares), [-1])

  # ---- turns

  # MicroBatchStep.addDiscriminator and AdversarialStep.improveDiscriminator: the logits of real images, the
  # adversarial loss and what else was measured, and the norm of the gradients.
  def improve_discriminator(self: __torch__.Operations, real: Tensor, fake: Tensor, shares: Tensor, discriminator: List[List[Tensor]], penalty_weight: float, clip_at: float, step: float, rates: List[float], bfloat16: bool) -> Tuple[Tensor, Tensor, Tensor]:
    weights, first, second, = discriminator
    if torch.gt(penalty_weight, 0.):
      reals = (self).leaf(real)
      fakes = (self).leaf(fake)
    else:
      reals = (self).detach(real)
      fakes = (self).detach(fake)
    logits = (self).judge(torch.cat([reals, fakes]), weights, bfloat16)
    real_logits, fake_logits, = torch.split(logits, torch.size(real, 0))
    losses = torch.mean((self).softplus(torch.sub(fake_logits, real_logits)), [0])
    adversarial = (self).overall(losses, shares)
    r1 = torch.zeros([])
    r2 = r1
    loss = adversarial
    if torch.gt(penalty_weight, 0.):
      norms = (self).squared_gradient_norms((self).overall(logits, shares), [reals, fakes])
      r1 = torch.mean(norms[0])
      r2 = torch.mean(norms[1])
      loss = torch.add(adversarial, torch.mul(torch.add(r1, r2), penalty_weight))
    gradients = (self).gradients(loss, weights)
    overall_real = (self).overall(real_logits, shares)
    overall_fake = (self).overall(fake_logits, shares)
    pair_sign = torch.mean(torch.sign(torch.sub(overall_real, overall_fake)))
    means = [adversarial, torch.mean(overall_real), torch.mean(overall_fake), pair_sign, r1, r2]
    norm = (self).learn(gradients, clip_at, weights, first, second, step, rates)
    return ((self).detach(real_logits), (self).detach(torch.stack(means)), norm)

  # MicroBatchStep.addGenerator and AdversarialStep.improveGenerator: the adversarial loss, and what else was
  # measured.
  def improve_generator(self: __torch__.Operations, real_logits: Tensor, fake: Tensor, shares: Tensor, generator: List[List[Tensor]], penalised: List[bool], discriminator: List[Tensor], l2: float, clip_at: float, step: float, rates: List[float], bfloat16: bool) -> Tuple[Tensor, List[Tensor]]:
    weights, first, second, = generator
    fake_logits = (self).judge(fake, discriminator, bfloat16)
    losses = torch.mean((self).softplus(torch.sub(real_logits, fake_logits)), [0])
    adversarial = (self).overall(losses, shares)
    gradients = (self).gradients(adversarial, weights)
    norm = (self).norm(gradients)
    torch.set_grad_enabled(False)
    taken = (self).weight_penalty(weights, penalised, l2, 0., 0.)
    torch.set_grad_enabled(True)
    penalty = taken[0]
    penalties = torch.slice(taken, 1)
    penalty_norm = (self).norm(penalties)
    (self).add_all(gradients, penalties)
    clipped = (self).learn(gradients, clip_at, weights, first, second, step, rates)
    return ((self).detach(torch.stack([adversarial])), [clipped, penalty, norm, penalty_norm])

  # GradientClipping.clip and Player.update, not recorded: the norm of the gradients before.
  def learn(self: __torch__.Operations, gradients: List[Tensor], clip_at: float, weights: List[Tensor], first: List[Tensor], second: List[Tensor], step: float, rates: List[float]) -> Tensor:
    torch.set_grad_enabled(False)
    norm = (self).clip_norm(gradients, clip_at)
    rate, beta1, beta2, epsilon, = rates
    (self).adam(weights, gradients, first, second, step, rate, beta1, beta2, epsilon)
    torch.set_grad_enabled(True)
    return norm

  # AdversarialStep.take, to be called recorded: what was measured, the losses of the discriminator and
  # of the generator at 0 and 6.
  #
  # shares: of both judgements in the losses.
  # generator: weights, and Adam's first and second moments. penalised: which of the weights L2 counts.
  # discriminator: weights and moments. average: weights.
  # penalty_weight: of R1 + R2, 0 at a step without.
  # step: from 1. rates: learning rate, beta1, beta2, epsilon.
  def step(self: __torch__.Operations, real: Tensor, latents: Tensor, shares: Tensor, generator: List[List[Tensor]], penalised: List[bool], statistics: List[Tensor], discriminator: List[List[Tensor]], average: List[Tensor], penalty_weight: float, l2: float, clip_at: float, average_weight: float, step: float, generator_rates: List[float], discriminator_rates: List[float], bfloat16: bool) -> Tensor:
    fake = (self).make(latents, generator[0], statistics, bfloat16)
    real_logits, d, d_norm, = (self).improve_discriminator(real, fake, shares, discriminator, penalty_weight, clip_at, step, discriminator_rates, bfloat16)
    g, rest, = (self).improve_generator(real_logits, fake, shares, generator, penalised, discriminator[0], l2, clip_at, step, generator_rates, bfloat16)
    torch.set_grad_enabled(False)
    (self).lerp(average, generator[0], average_weight)
    weight_norm = (self).norm(torch.add(torch.add(generator[0], statistics), discriminator[0]))
    others = torch.add([d_norm, weight_norm, (self).variety(real), (self).variety(fake)], rest)
    torch.set_grad_enabled(True)
    return torch.cat([d, g, torch.stack(others)])
