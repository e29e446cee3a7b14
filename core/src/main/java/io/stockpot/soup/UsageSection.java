package io.stockpot.soup;

import io.stockpot.model.ImageSize;
import io.stockpot.model.Instructions;
import io.stockpot.model.PicturePreparation;
import io.stockpot.text.ShellWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** The section of a card that says how the classifier in a file is used. */
public final class UsageSection {
    private UsageSection() {}

    /**
     * Returns the section as Markdown, with its heading.
     *
     * @param file name of the checkpoint, e.g. "soup.safetensors"
     */
    public static String markdown(String file, Instructions instructions) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("## How to use").add("");
        lines.add("* Input: " + instructions.input());
        lines.add("* Normalisation: " + instructions.normalisationOutside());
        lines.add("* Pictures: " + instructions.pictures());
        lines.add("* Classes: " + instructions.classes()).add("");
        if (instructions.architecture().isEmpty()) {
            lines.add("The network is not known; commands that run it need `--architecture`.");
            return lines.toString();
        }
        String stem = file.contains(".") ? file.substring(0, file.lastIndexOf('.')) : file;
        lines.add("In ONNX Runtime, with the normalisation inside:").add("");
        lines.add("```sh");
        lines.add("stockpot convert " + ShellWord.quoted(file) + " " + ShellWord.quoted(stem + ".onnx"));
        lines.add("pip install onnxruntime pillow numpy");
        lines.add("```").add("").add("```python");
        python(stem + ".onnx", instructions).forEach(lines::add);
        lines.add("```").add("");
        lines.add("In PyTorch, with the normalisation outside: `stockpot convert " + ShellWord.quoted(file) + " "
                + ShellWord.quoted(stem + ".pth")
                + "` writes a state dict. More, and Java: docs/deploy.md of Stockpot.");
        return lines.toString();
    }

    private static List<String> python(String onnx, Instructions instructions) {
        boolean grey = instructions
                .usage()
                .imageSize()
                .map(ImageSize::channels)
                .or(() -> instructions.architecture().map(network -> network.channels()))
                .filter(channels -> channels == 1)
                .isPresent();
        boolean named = instructions.usage().classNames().isPresent();
        List<String> lines = new ArrayList<>();
        if (named) {
            lines.add("import json");
        }
        lines.addAll(List.of("import numpy as np", "import onnxruntime", "from PIL import Image, ImageOps", ""));
        lines.addAll(List.of(
                "session = onnxruntime.InferenceSession(\"" + onnx.replace("\"", "\\\"") + "\")",
                "picture = ImageOps.exif_transpose(Image.open(\"photo.jpg\")).convert(\"" + (grey ? "L" : "RGB")
                        + "\")"));
        preparation(instructions.usage().customaryPreparation()).forEach(lines::add);
        lines.add(
                grey
                        ? "images = np.asarray(picture, np.float32)[None, None] / 255"
                        : "images = np.asarray(picture, np.float32).transpose(2, 0, 1)[None] / 255");
        lines.add("logits = session.run([\"logits\"], {\"images\": images})[0]");
        if (named) {
            lines.add("names = json.loads(session.get_modelmeta().custom_metadata_map[\"stockpot.class-names\"])");
        }
        lines.add(named ? "print(names[logits.argmax()])" : "print(logits.argmax())");
        return lines;
    }

    private static List<String> preparation(Optional<PicturePreparation> stated) {
        List<String> lines = new ArrayList<>();
        stated.flatMap(PicturePreparation::resize).ifPresent(side -> {
            lines.add("size = [length * " + side + " // min(picture.size) for length in picture.size]");
            lines.add("picture = picture.resize(size, Image.Resampling."
                    + stated.get().interpolation().toUpperCase(Locale.ROOT) + ")");
        });
        stated.flatMap(PicturePreparation::crop).ifPresent(side -> {
            lines.add("left, top = (round((length - " + side + ") / 2) for length in picture.size)");
            lines.add("picture = picture.crop((left, top, left + " + side + ", top + " + side + "))");
        });
        return lines;
    }
}
