package io.organza.loss;

import ai.djl.ndarray.NDArray;
import io.organza.torch.Torch;

/**
 * The adversarial losses: what each of the two players minimises, from the logits (N, J) that the
 * discriminator gives to real and to fake images. Results are (J), means over the images: a loss
 * for each judgement.
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
      return Torch.softplus(fake.sub(real)).mean(IMAGES);
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return Torch.softplus(real.sub(fake)).mean(IMAGES);
    }
  },

  /**
   * Non-saturating logistic, which is binary cross-entropy: D softplus(-r) + softplus(f), G
   * softplus(-f) (Goodfellow et al., NeurIPS 2014).
   */
  NON_SATURATING {
    @Override
    public NDArray discriminator(NDArray real, NDArray fake) {
      return Torch.softplus(real.neg()).mean(IMAGES).add(Torch.softplus(fake).mean(IMAGES));
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return Torch.softplus(fake.neg()).mean(IMAGES);
    }
  },

  /** Hinge: D max(0, 1 - r) + max(0, 1 + f), G -f (Lim and Ye, 2017; Miyato et al., ICLR 2018). */
  HINGE {
    @Override
    public NDArray discriminator(NDArray real, NDArray fake) {
      NDArray realLoss = Torch.relu(real.onesLike().sub(real)).mean(IMAGES);
      return realLoss.add(Torch.relu(fake.add(fake.onesLike())).mean(IMAGES));
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return fake.mean(IMAGES).neg();
    }
  },

  /** Least squares: D ((r - 1)^2 + f^2) / 2, G (f - 1)^2 / 2 (Mao et al., ICCV 2017). */
  LEAST_SQUARES {
    @Override
    public NDArray discriminator(NDArray real, NDArray fake) {
      return Torch.scale(
          real.sub(real.onesLike()).square().mean(IMAGES).add(fake.square().mean(IMAGES)), 0.5);
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return Torch.scale(fake.sub(fake.onesLike()).square().mean(IMAGES), 0.5);
    }
  },

  /** Wasserstein: D f - r, G -f (Arjovsky, Chintala and Bottou, ICML 2017). */
  WASSERSTEIN {
    @Override
    public NDArray discriminator(NDArray real, NDArray fake) {
      return fake.mean(IMAGES).sub(real.mean(IMAGES));
    }

    @Override
    public NDArray generator(NDArray real, NDArray fake) {
      return fake.mean(IMAGES).neg();
    }
  };

  private static final int[] IMAGES = {0};

  /** Returns the discriminator's losses. */
  public abstract NDArray discriminator(NDArray real, NDArray fake);

  /** Returns the generator's losses. */
  public abstract NDArray generator(NDArray real, NDArray fake);
}
