"""Trains the reader: scripts/train [--help].

Everything is drawn with fixed seeds; on another processor the weights differ in their last digits. What has been done
is kept in --work, and a run that was stopped goes on there.

1. Examples: articles annotated in full, articles that the grammar has read, marked company pairs, public facts.
2. A base: the encoder learns from the grammar's reading, the pairs and the facts.
3. The base learns from the annotated articles, whole and in passages of a few sentences, but for a fifth of those that
   were annotated first.
4. It learns from passages written to tell facts from plans, rumours, denials and endings.
5. It reads that fifth; thresholds and calibration are fitted on what it reads there, and all is written as the
   package's model.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import financial
import torch
from export import complete_card
from figures import cross_validate, learning_curve, look
from fit import fit
from learn import score_pairs
from lessons import EPOCHS, finish, learn_base, refine
from workshop import HERE, Materials, Workshop, gather

from kg.extract.reader.network import MODEL

SHARED = HERE.parents[2] / "shared"


def main() -> None:
    """Run the training that the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="scripts/train", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--eval", type=Path, default=SHARED / "eval", help="annotated articles and public sets"
    )
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus" / "antitrust_news.jsonl.gz")
    parser.add_argument("--work", type=Path, default=Path("train-work"), help="what has been done so far")
    parser.add_argument("--out", type=Path, default=MODEL, help="where the model goes")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="over the annotated articles")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--folds", type=int, help="only print figures on the first articles, held out in parts"
    )
    instead.add_argument("--curve", action="store_true", help="only print a learning curve")
    instead.add_argument("--financial", action="store_true", help="only print figures on financial sentences")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    shop = Workshop.open()
    materials = gather(shop, asked.eval, asked.corpus)
    base = learn_base(shop, materials, asked.work)
    if asked.financial:
        encoder = shop.reader(base).encoder.state_dict()
        lines = financial.measure(asked.eval, encoder, shop.cutter, shop.tokenizer.get_vocab_size())
    elif asked.folds:
        lines = cross_validate(shop, base, materials, asked.work, parts=asked.folds, epochs=asked.epochs)
    elif asked.curve:
        lines = learning_curve(shop, base, materials, asked.work)
    else:
        lines = make(shop, base, materials, asked.work, asked.out, asked.epochs)
    sys.stdout.write("\n".join(lines) + "\n")


def make(shop: Workshop, base: Path, materials: Materials, work: Path, out: Path, epochs: int) -> list[str]:
    """Train the reader and write the package's model.

    Returns:
        Lines to print.
    """
    refined, last = work / "refined.pt", work / "last.pt"
    if not refined.is_file():
        reader = refine(shop, base, materials.learnt, materials, epochs=epochs)
        torch.save(reader.state_dict(), refined)
    if not last.is_file():
        torch.save(finish(shop, refined, materials.learnt, materials).state_dict(), last)
    reader = shop.reader(last)
    found = look(shop, reader, materials.unseen, materials.texts, out)
    figures = {
        "company pairs, a fifth held out: directed micro-F1": round(
            score_pairs(reader, materials.pairs_held), 4
        )
    }
    card = json.loads((HERE / "card.json").read_text(encoding="utf-8"))
    complete_card(out, {**card, "figures": figures, "settings": fit(*found)})
    return [f"{name}: {value}" for name, value in figures.items()]


if __name__ == "__main__":
    sys.exit(main())
