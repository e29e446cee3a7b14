"""Images/s of torchvision's loader: decode, random-resized crop, flip at 224, batches of 64, as LoaderBenchmark does.

    python3 bench/peers/torchvision_loader.py FOLDER WORKERS
"""
import sys
import time

import torch
from torchvision import datasets, transforms

BATCH = 64

folder, workers = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(1)
images = datasets.ImageFolder(
    folder,
    transforms.Compose(
        [transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(), transforms.ToTensor()]
    ),
)
loader = torch.utils.data.DataLoader(
    images, batch_size=BATCH, shuffle=True, num_workers=workers, persistent_workers=True
)
# the first pass starts the workers
for measured in (False, True):
    begin = time.perf_counter()
    count = sum(len(labels) for _, labels in loader)
    rate = count / (time.perf_counter() - begin)
print(rate)
