"""What the small fully convolutional networks of this project are built of."""

import torch
from torch import nn
from torch.nn import functional as F


class Standardise(nn.Module):
    """Brightness and contrast out, inside the graph: z-scores of the whole and of the neighbourhood, as two channels.

    Mean and deviation of the whole come from the central three quarters in each direction: borders, collimation and
    text carry no vote. Both channels are clipped to +-3.
    """

    def __init__(self, size: int):
        super().__init__()
        self.margin = size // 8
        self.window = 2 * (size // 8) + 1

    def forward(self, image):
        centre = image[:, :, self.margin : -self.margin, self.margin : -self.margin]
        mean = centre.mean((2, 3), keepdim=True)
        deviation = (centre - mean).square().mean((2, 3), keepdim=True).sqrt() + 0.01
        whole = (image - mean) / deviation
        # The mean of a square as a mean of columns of a mean of rows: 2w instead of w*w additions for each pixel.
        over = lambda x, kernel: F.avg_pool2d(x, kernel, 1, (kernel[0] // 2, kernel[1] // 2), count_include_pad=False)
        around = lambda x: over(over(x, (self.window, 1)), (1, self.window))
        local_mean = around(whole)
        local_variance = F.relu(around(whole.square()) - local_mean.square())
        local = (whole - local_mean) / (local_variance + 0.1).sqrt()
        return torch.cat((whole, local), 1).clamp(-3, 3)


class Squeeze(nn.Module):
    """Squeeze and excitation (Hu 2018, arXiv 1709.01507): channels weighed by what the whole image holds."""

    def __init__(self, width: int):
        super().__init__()
        self.down = nn.Conv2d(width, width // 8, 1)
        self.up = nn.Conv2d(width // 8, width, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.up(F.relu(self.down(x.mean((2, 3), keepdim=True)))))


class Residual(nn.Module):
    def __init__(self, width: int, squeeze: bool = False):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)
        self.squeeze = Squeeze(width) if squeeze else nn.Identity()

    def forward(self, x):
        y = F.relu(self.first_norm(self.first(x)))
        return F.relu(x + self.squeeze(self.second_norm(self.second(y))))


def step(before: int, after: int, stride: int, side: int = 3) -> nn.Sequential:
    convolution = nn.Conv2d(before, after, side, stride, side // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.ReLU())
