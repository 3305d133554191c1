"""What a journey looked like: with RECORD=<directory> each step is kept as a picture, all of them as one that moves,
and what was pressed as a table.

    RECORD=/tmp/recorded .venv/bin/python -m pytest tests/journeys/test_curator.py -k keyboard
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

WIDTH, BAR = 960, 44
MILLISECONDS = 1_800


@dataclass
class Recording:
    """Of one journey. `actions` holds what was done at each thing; without a folder nothing is kept."""

    name: str
    folder: Path | None = field(default_factory=lambda: Path(os.environ["RECORD"]) if "RECORD" in os.environ else None)
    actions: dict[str, list[str]] = field(default_factory=dict)
    pictures: list[Path] = field(default_factory=list)

    def press(self, page: Any, thing: str, key: str) -> None:
        """Keep the page as it stands, then press the key: one action at this thing."""
        self.actions.setdefault(thing, []).append(key)
        if self.folder:
            self._keep(page, thing)
        page.keyboard.press(key)

    def finish(self) -> None:
        """Write the moving picture and the table beside the single pictures."""
        if not self.folder:
            return
        first, *others = [Image.open(picture) for picture in self.pictures]
        moving = self.folder / f"{self.name}.webp"
        first.save(moving, save_all=True, append_images=others, duration=MILLISECONDS, loop=0, quality=60, method=4)
        (self.folder / f"{self.name}.md").write_text(self._table(), encoding="utf-8")

    def _keep(self, page: Any, thing: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        picture = self.folder / f"{self.name}-{len(self.pictures) + 1:02}.png"
        page.screenshot(path=picture)
        keys = " ".join(key.upper() if len(key) == 1 else key for key in self.actions[thing])
        _captioned(Image.open(picture), f"{len(self.actions)}. {thing}   [ {keys} ]").save(picture)
        self.pictures.append(picture)

    def _table(self) -> str:
        rows = (
            f"| {number} | {thing} | {' '.join(f'`{key}`' for key in keys)} | {len(keys)} |"
            for number, (thing, keys) in enumerate(self.actions.items(), 1)
        )
        return "\n".join(["| | item | keys | actions |", "|---|---|---|---|", *rows, ""])


def _captioned(shot: Image.Image, caption: str) -> Image.Image:
    """Smaller, with a line below that says what is about to be pressed."""
    height = round(shot.height * WIDTH / shot.width)
    sheet = Image.new("RGB", (WIDTH, height + BAR), "#1b2430")
    sheet.paste(shot.convert("RGB").resize((WIDTH, height)), (0, 0))
    ImageDraw.Draw(sheet).text((16, height + 11), caption, fill="white", font=ImageFont.load_default(20))
    return sheet
