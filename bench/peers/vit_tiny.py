"""A nominal ViT-Ti (patch 4) on CIFAR-10, as VitBenchmark trains it: same network, initialisation, optimiser, schedule,
augmentation and images.

    python3 bench/peers/vit_tiny.py rate THREADS PRECISION TRAIN STEPS WARM_UP
    python3 bench/peers/vit_tiny.py accuracy THREADS PRECISION TRAIN TEST EPOCHS SEED

TRAIN and TEST are files in the binary format of CIFAR-10. Prints images/s, or how many test images are right.
"""
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

WIDTH, DEPTH, HEADS, PATCH, SIDE, CLASSES = 192, 12, 3, 4, 32, 10
BATCH, RATE, RAMP, DECAY = 128, 1e-3, 0.1, 0.05
PADDING = 4


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-6)
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.proj = nn.Linear(WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-6)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def attention(self, x):
        n, t, _ = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, t, WIDTH))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([0.4914, 0.4822, 0.4465]).view(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor([0.2470, 0.2435, 0.2616]).view(1, 3, 1, 1))
        self.patches = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.cls = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.positions = nn.Parameter(torch.zeros(1, (SIDE // PATCH) ** 2 + 1, WIDTH))
        self.blocks = nn.Sequential(*(Block() for _ in range(DEPTH)))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-6)
        self.head = nn.Linear(WIDTH, CLASSES)
        self.initialise()

    def initialise(self):
        """The rule of Stockpot: linear maps uniform in 1/sqrt(in), patches normal by fan-out, tokens 0.02, biases 0."""
        nn.init.kaiming_normal_(self.patches.weight, mode="fan_out", nonlinearity="relu")
        nn.init.zeros_(self.patches.bias)
        nn.init.normal_(self.cls, std=0.02)
        nn.init.normal_(self.positions, std=0.02)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                bound = 1 / math.sqrt(module.in_features)
                nn.init.uniform_(module.weight, -bound, bound)
                nn.init.zeros_(module.bias)

    def forward(self, images):
        x = self.patches((images - self.mean) / self.deviation).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(len(x), -1, -1), x], 1) + self.positions
        return self.head(self.norm(self.blocks(x))[:, 0])


def read(file):
    rows = torch.frombuffer(bytearray(open(file, "rb").read()), dtype=torch.uint8).view(-1, 1 + 3 * SIDE * SIDE)
    return rows[:, 1:].reshape(-1, 3, SIDE, SIDE), rows[:, 0].long()


def augmented(images):
    """Pads with black, crops a window of the old size at random, mirrors half of them."""
    n = len(images)
    padded = F.pad(images, (PADDING,) * 4)
    rows = torch.randint(0, 2 * PADDING + 1, (n, 1)) + torch.arange(SIDE)
    columns = torch.randint(0, 2 * PADDING + 1, (n, 1)) + torch.arange(SIDE)
    columns = torch.where(torch.rand(n, 1) < 0.5, columns.flip(1), columns)
    picture = torch.arange(n).view(n, 1, 1)
    crops = padded.permute(0, 2, 3, 1)[picture, rows[:, :, None], columns[:, None, :]]
    return crops.permute(0, 3, 1, 2).float() / 255


def rate_at(progress):
    if progress < RAMP:
        return RATE * progress / RAMP
    return RATE / 2 * (1 + math.cos(math.pi * (progress - RAMP) / (1 - RAMP)))


def train(images, labels, epochs, precision, after_step=lambda step: None):
    model = VisionTransformer()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY, fused=True)
    per_epoch = len(images) // BATCH
    steps = round(epochs * per_epoch)
    for step in range(steps):
        if step % per_epoch == 0:
            order = torch.randperm(len(images))
        batch = order[step % per_epoch * BATCH :][:BATCH]
        for group in optimizer.param_groups:
            group["lr"] = rate_at(step / steps)
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            logits = model(augmented(images[batch]))
        loss = F.cross_entropy(logits.float(), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss.item()
        after_step(step)
    return model


def rate(train_file, steps, warm_up, precision):
    images, labels = read(train_file)
    times = []
    train(images, labels, steps / (len(images) // BATCH), precision, lambda step: times.append(time.perf_counter()))
    return (steps - 1 - warm_up) * BATCH / (times[-1] - times[warm_up])


def accuracy(train_file, test_file, epochs, seed, precision):
    torch.manual_seed(seed)
    model = train(*read(train_file), epochs, precision).eval()
    images, labels = read(test_file)
    with torch.no_grad():
        return sum(
            (model(some.float() / 255).argmax(1) == right).sum().item()
            for some, right in zip(images.split(250), labels.split(250))
        )


if __name__ == "__main__":
    task, threads, precision, *rest = sys.argv[1:]
    torch.set_num_threads(int(threads))
    if task == "rate":
        print(rate(rest[0], int(rest[1]), int(rest[2]), precision))
    else:
        print(accuracy(rest[0], rest[1], float(rest[2]), int(rest[3]), precision))
