"""How far brightness alone goes: the lesson in selection bias of this model's card. It sees no anatomy at all."""

import numpy as np
from scipy.optimize import minimize


def brightness(grey: np.ndarray) -> np.ndarray:
    """Mean, standard deviation and nine deciles of a film's greys, nothing of where they lie."""
    return np.array([grey.mean(), grey.std(), *np.quantile(grey, np.arange(0.1, 1, 0.1))])


def fit_logistic(features: np.ndarray, truth: np.ndarray, penalty: float = 1e-2):
    """Logistic regression on standardised features with a ridge penalty; returns a function to scores."""
    middle, spread = features.mean(0), features.std(0) + 1e-9
    standard = lambda x: np.column_stack([np.ones(len(x)), (x - middle) / spread])
    x = standard(features)

    def loss(weights):
        z = x @ weights
        return np.mean(np.logaddexp(0, z) - truth * z) + penalty * np.square(weights[1:]).sum()

    weights = minimize(loss, np.zeros(x.shape[1]), method="BFGS").x
    return lambda other: standard(other) @ weights
