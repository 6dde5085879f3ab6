"""One training run: a learning-rate cycle over batches, an exponential average of the weights."""

import copy
import time

import torch


def follow(average, network, decay: float) -> None:
    """Exponential moving average of weights and batch statistics (Polyak and Juditsky 1992)."""
    with torch.no_grad():
        for kept, new in zip(average.state_dict().values(), network.state_dict().values()):
            if kept.dtype.is_floating_point:
                kept.lerp_(new, 1 - decay)
            else:
                kept.copy_(new)


def learn(network, batches, loss_of, steps: int, peak: float, checkpoint=None, every: int = 90, weight_decay: float = 0.02):
    """Train on `batches` (an iterator of arguments for `loss_of(network, batch)`); returns the averaged network.

    The state after every `every` steps is kept in the file `checkpoint`; a run that was cut off goes on from there.
    """
    average = copy.deepcopy(network)
    optimiser = torch.optim.AdamW(network.parameters(), lr=peak, weight_decay=weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, peak, total_steps=steps, pct_start=0.2)
    parts = {"network": network, "average": average, "optimiser": optimiser, "schedule": schedule}
    done = 0
    if checkpoint is not None and checkpoint.exists():
        kept = torch.load(checkpoint)
        done = kept["done"]
        for name, part in parts.items():
            part.load_state_dict(kept[name])
    network.train()
    began, total, since = time.time(), 0.0, 0
    for number in range(done + 1, steps + 1):
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(network, next(batches))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        follow(average, network, min(0.996, number / (number + 10)))
        total, since = total + loss.item(), since + 1
        if number % every == 0:
            print(f"step {number}/{steps} loss {total / since:.4f} {time.time() - began:.0f} s", flush=True)
            total, since = 0.0, 0
            if checkpoint is not None:
                torch.save({"done": number, **{name: part.state_dict() for name, part in parts.items()}}, checkpoint)
    return average.eval()


def kept(path, network, train):
    """The network with the weights kept at `path`; where there are none it is trained and kept.

    train: what trains it, given where its checkpoint lies, so that a run that was cut off goes on.
    """
    if path.exists():
        network.load_state_dict(torch.load(path))
        return network.eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    trained = train(path.with_name(f"checkpoint-{path.name}"))
    torch.save(trained.state_dict(), path)
    return trained
