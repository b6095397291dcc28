package io.organza.loss;

import ai.djl.ndarray.NDArray;
import io.organza.torch.Torch;

/**
 * The adversarial losses: what each of the two players minimises, from the logits (N) that the
 * discriminator gives to real and to fake images. Results are scalars, means over N.
 *
 * <p>Below, r and f are the logits of real and fake images, softplus(x) = log(1 + exp(x)).
 */
public enum AdversarialLoss {
  /**
   * Relativistic paired logistic: D softplus(f - r), G softplus(r - f) (Jolicoeur-Martineau, ICLR
   * 2019; Huang et al., NeurIPS 2024).
   */
  RELATIVISTIC {
    @Override
    public NDArray discriminator(NDArray real, NDArray fake) {
      return Torch.softplus(fake.sub(real)).mean();
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return Torch.softplus(real.sub(fake)).mean();
    }
  },

  /**
   * Non-saturating logistic, which is binary cross-entropy: D softplus(-r) + softplus(f), G
   * softplus(-f) (Goodfellow et al., NeurIPS 2014).
   */
  NON_SATURATING {
    @Override
    public NDArray discriminator(NDArray real, NDArray fake) {
      return Torch.softplus(real.neg()).mean().add(Torch.softplus(fake).mean());
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return Torch.softplus(fake.neg()).mean();
    }
  },

  /** Hinge: D max(0, 1 - r) + max(0, 1 + f), G -f (Lim and Ye, 2017; Miyato et al., ICLR 2018). */
  HINGE {
    @Override
    public NDArray discriminator(NDArray real, NDArray fake) {
      NDArray realLoss = Torch.relu(real.onesLike().sub(real)).mean();
      return realLoss.add(Torch.relu(fake.add(fake.onesLike())).mean());
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return fake.mean().neg();
    }
  },

  /** Least squares: D ((r - 1)^2 + f^2) / 2, G (f - 1)^2 / 2 (Mao et al., ICCV 2017). */
  LEAST_SQUARES {
    @Override
    public NDArray discriminator(NDArray real, NDArray fake) {
      return Torch.scale(real.sub(real.onesLike()).square().mean().add(fake.square().mean()), 0.5);
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return Torch.scale(fake.sub(fake.onesLike()).square().mean(), 0.5);
    }
  },

  /** Wasserstein: D f - r, G -f (Arjovsky, Chintala and Bottou, ICML 2017). */
  WASSERSTEIN {
    @Override
    public NDArray discriminator(NDArray real, NDArray fake) {
      return fake.mean().sub(real.mean());
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return fake.mean().neg();
    }
  };

  /** Returns the discriminator's loss. */
  public abstract NDArray discriminator(NDArray real, NDArray fake);

  /** Returns the generator's loss. */
  public abstract NDArray generator(NDArray real, NDArray fake);
}
