"""Training beside PyTorch: the network of `hopfield train causal`, of the same sizes, from the shell.

    python3 bench/torch_train.py [PROGRAM [WIDTH ...]]

A block of causal attention with two heads and a feed-forward layer, 32 tokens of WIDTH numbers (32
and 128), batches of 64, Adam, gradients cut to 1, float.  Processor time of one thread each, so that
a busy machine does not count.  PyTorch's samples are drawn before its clock runs; the program's are
drawn as it trains.  The program's time a step is that of a long run less that of a short one, so
that starting and judging do not count.  Medians of 3 in turn.
SPDX-License-Identifier: MIT
"""

import resource
import statistics
import subprocess
import sys
import time

import torch
from torch import nn
from torch.nn import functional

SYMBOLS, TOKENS, HEADS, BATCH, RUNS = 5, 32, 2, 64, 3


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.width = width
        self.embedding = nn.Embedding(SYMBOLS, width)
        self.position = nn.Parameter(torch.randn(TOKENS, width) * 0.5)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
        self.maps = nn.ModuleList(nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.logits = nn.Linear(width, SYMBOLS)
        self.register_buffer("unseen", torch.ones(TOKENS, TOKENS).triu(1).bool())

    def heads(self, x, k):
        return self.maps[k](x).view(-1, TOKENS, HEADS, self.width // HEADS).transpose(1, 2)

    def forward(self, symbols):
        x = self.embedding(symbols) + self.position
        h = self.norms[0](x)
        query, key, value = (self.heads(h, k) for k in range(3))
        scores = query @ key.transpose(2, 3) / (self.width // HEADS) ** 0.5
        mixed = scores.masked_fill(self.unseen, -torch.inf).softmax(dim=3) @ value
        x = x + self.maps[3](mixed.transpose(1, 2).reshape(-1, TOKENS, self.width))
        x = x + self.down(functional.gelu(self.up(self.norms[1](x))))
        return self.logits(self.norms[2](x))


def seconds_of_torch(width, steps):
    model = Block(width)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    text = torch.randint(SYMBOLS, (16, BATCH, TOKENS + 1))
    begin = time.process_time()
    for step in range(steps):
        batch = text[step % len(text)]
        loss = functional.cross_entropy(model(batch[:, :-1]).flatten(0, 1), batch[:, 1:].flatten())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
    return (time.process_time() - begin) / steps


def of_children():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def seconds_of_program(program, width, steps):
    """Of one step: `causal` trains two networks, with and without the mask, that cost the same."""
    took = []
    for count in (1, 1 + steps):
        begin = of_children()
        subprocess.run(
            [program, "train", f"causal:width={width}", "--quick", "--steps", str(count), "--batch",
             str(BATCH), "--threads", "1", "--quiet"],
            check=True, stdout=subprocess.DEVNULL)
        took.append(of_children() - begin)
    return (took[1] - took[0]) / (2 * steps)


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "build/hopfield"
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    print(f"torch {torch.__version__}; processor milliseconds a step of {BATCH} samples")
    print("width   PyTorch  hopfield  ratio")
    for width in [int(word) for word in sys.argv[2:]] or [32, 128]:
        steps = max(20, 6400 // width)
        theirs, ours = [], []
        for _ in range(RUNS):
            theirs.append(seconds_of_torch(width, steps))
            ours.append(seconds_of_program(program, width, steps))
        a, b = 1e3 * statistics.median(theirs), 1e3 * statistics.median(ours)
        print(f"{width:5d} {a:9.2f} {b:9.2f} {a / b:6.2f}")


main()
