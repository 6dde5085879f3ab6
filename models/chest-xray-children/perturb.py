"""Fixed distortions of the validation films: the network is chosen by how little they hurt it, not by the test folder."""

import torch

from augment import filtered, gaussian, resample


def placed(turn=0.0, wide=1.0, high=1.0, right=0.0, down=0.0):
    """Films at twice the size, 0..1, to the network's size: turned, stretched, shifted."""

    def apply(films):
        full = lambda value: torch.full((len(films),), value)
        return resample(films, full(turn), full(wide), full(high), full(right), full(down))

    return apply


plain = placed()


def focused(amount, share):
    """Blurred (negative amount) or sharpened, with a Gaussian whose sigma is this share of the picture's side."""

    def apply(films):
        images = plain(films)
        sigma = share * images.shape[-1]
        return filtered(images, lambda _, radius: 1 + amount * (1 - gaussian(sigma, radius))).clamp(0, 1)

    return apply


def noisy(films):
    images = plain(films)
    return (images + 0.05 * torch.randn(images.shape, generator=torch.Generator().manual_seed(5))).clamp(0, 1)


def corners(films):
    images = plain(films).clone()
    part = images.shape[-1] // 5
    for rows in (slice(None, part), slice(-part, None)):
        for columns in (slice(None, part), slice(-part, None)):
            images[:, :, rows, columns] = 0
    return images


def half_dark(films):
    images = plain(films)
    return images * torch.linspace(0.55, 1.0, images.shape[-1])


PERTURBATIONS = {
    "plain": plain,
    "gamma 0.6": lambda films: plain(films) ** 0.6,
    "gamma 1.7": lambda films: plain(films) ** 1.7,
    "washed out": lambda films: plain(films) * 0.45 + 0.4,
    "overexposed": lambda films: (plain(films) * 1.5 - 0.2).clamp(0, 1),
    "blurred": focused(-1.0, 0.019),
    "sharpened": focused(1.2, 0.016),
    "noise": noisy,
    "corners black": corners,
    "shaded": half_dark,
    "cropped to 80 %": placed(wide=1.25, high=1.25),
    "true proportions, cropped": placed(wide=1.35),
    "true proportions, padded": placed(high=0.74),
    "smaller in the frame": placed(wide=0.85, high=0.85),
    "turned 10 degrees": placed(turn=0.1745),
    "shifted": placed(right=0.12, down=-0.12),
}
