"""Fixed distortions of the validation films: the network is chosen by how little they hurt it, not by the test folder."""

import torch

from augment import blur, resample


def plain(films):
    count = len(films)
    one, zero = torch.ones(count), torch.zeros(count)
    return resample(films, zero, one, one, zero, zero)


def placed(turn=0.0, wide=1.0, high=1.0, right=0.0, down=0.0):
    def apply(films):
        full = lambda value: torch.full((len(films),), value)
        return resample(films, full(turn), full(wide), full(high), full(right), full(down))

    return apply


def washed(films):
    return plain(films) * 0.45 + 0.4


def burnt(films):
    return (plain(films) * 1.5 - 0.2).clamp(0, 1)


def soft(films):
    images = plain(films)
    return blur(images, torch.full((len(images),), 1.2))


def sharp(films):
    images = plain(films)
    return (2.2 * images - 1.2 * blur(images, torch.full((len(images),), 1.0))).clamp(0, 1)


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
    "washed out": washed,
    "overexposed": burnt,
    "blurred": soft,
    "sharpened": sharp,
    "noise": noisy,
    "corners black": corners,
    "shaded": half_dark,
    "cropped to 80 %": placed(wide=1.25, high=1.25),
    "true proportions, cropped": placed(wide=1.35),
    "smaller in the frame": placed(wide=0.85, high=0.85),
    "turned 10 degrees": placed(turn=0.1745),
    "shifted": placed(right=0.12, down=-0.12),
}
