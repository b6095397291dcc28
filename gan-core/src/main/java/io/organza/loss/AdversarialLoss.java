package io.organza.loss;

/** The adversarial losses. */
public enum AdversarialLoss {
  /** Relativistic paired logistic (Jolicoeur-Martineau, ICLR 2019; Huang et al., NeurIPS 2024). */
  RELATIVISTIC,
  /** Non-saturating logistic (Goodfellow et al., NeurIPS 2014); binary cross-entropy. */
  NON_SATURATING,
  /** Hinge (Lim and Ye, 2017; Miyato et al., ICLR 2018). */
  HINGE,
  /** Least squares (Mao et al., ICCV 2017). */
  LEAST_SQUARES,
  /** Wasserstein (Arjovsky, Chintala and Bottou, ICML 2017). */
  WASSERSTEIN
}
