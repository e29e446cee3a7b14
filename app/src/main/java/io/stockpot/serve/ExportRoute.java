package io.stockpot.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes a mixture into the folder that was given for it, and nowhere else. */
final class ExportRoute {
    private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}";
    private static final String SAFETENSORS = "safetensors";
    private static final String ONNX = "onnx";

    private final Optional<SoupWriter> writer;
    private final int ingredients;
    private final Turn turn;

    /**
     * The body of a request.
     *
     * @param name of the files, without their endings
     * @param formats safetensors, onnx, or both; none means the first
     * @param overwrite whether files of these names are replaced; none means that they are not
     */
    record Body(List<String> weights, String name, List<String> formats, Boolean overwrite) {}

    ExportRoute(Served served, Turn turn) {
        this.writer = served.writer();
        this.ingredients = served.ingredients();
        this.turn = turn;
    }

    Reply answer(Call call) throws IOException, InterruptedException {
        Body body = call.json(Body.class);
        MixingWeights weights = Weights.read("weights", body.weights(), ingredients);
        Set<String> formats = formats(body.formats());
        String name = name(body.name());
        SoupWriter there = writer.orElseThrow(() -> Refusal.conflict(
                "nothing can be written: no folder was given; start again with 'stockpot serve … --out FOLDER'"));
        try (Turn.Held held = turn.take()) {
            Set<String> files = files(name, formats);
            if (!Boolean.TRUE.equals(body.overwrite())) {
                requireNew(there.folder(), files);
            }
            write(there, weights, name, formats);
            ObjectNode answer = Json.object();
            ArrayNode list = answer.putArray("files");
            files.forEach(list::add);
            return Reply.json(answer.put("folder", there.folder().toString()));
        } catch (IllegalArgumentException refused) {
            throw Refusal.conflict(refused.getMessage());
        }
    }

    private static String name(String name) {
        if (name == null || !name.matches(NAME)) {
            throw Refusal.wrong(
                    "'" + (name == null ? "" : Call.shortened(name)) + "' is no name for a file here: take up"
                            + " to 80 letters, digits, '-', '_' and '.', and begin with no '.'");
        }
        return name;
    }

    private static Set<String> formats(List<String> formats) {
        Set<String> wanted = new LinkedHashSet<>(formats == null ? List.of(SAFETENSORS) : formats);
        Set<String> others = new LinkedHashSet<>(wanted);
        others.removeIf(format -> SAFETENSORS.equals(format) || ONNX.equals(format));
        if (wanted.isEmpty() || !others.isEmpty()) {
            throw Refusal.wrong("the formats " + Call.shortened(wanted.toString())
                    + " cannot be written; they are safetensors and onnx");
        }
        return wanted;
    }

    private static Set<String> files(String name, Set<String> formats) {
        Set<String> files = new LinkedHashSet<>();
        if (formats.contains(SAFETENSORS)) {
            files.add(name + "." + SAFETENSORS);
            files.add(name + ".md");
        }
        if (formats.contains(ONNX)) {
            files.add(name + "." + ONNX);
        }
        return files;
    }

    private static void requireNew(Path folder, Set<String> files) {
        for (String file : files) {
            if (Files.exists(folder.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
                throw Refusal.conflict(
                        "'" + file + "' is there already; take another name, or say that it is to be" + " overwritten");
            }
        }
    }

    private static void write(SoupWriter writer, MixingWeights weights, String name, Set<String> formats)
            throws IOException {
        Path onnx = writer.folder().resolve(name + "." + ONNX);
        if (formats.contains(SAFETENSORS)) {
            Path out = writer.folder().resolve(name + "." + SAFETENSORS);
            writer.write(weights, out);
            if (formats.contains(ONNX)) {
                writer.convert(out, onnx);
            }
            return;
        }
        Path scratch = Files.createTempDirectory("stockpot-serve");
        Path between = scratch.resolve(name + "." + SAFETENSORS);
        try {
            writer.write(weights, between);
            writer.convert(between, onnx);
        } finally {
            Files.deleteIfExists(between);
            Files.deleteIfExists(scratch.resolve(name + ".md"));
            Files.deleteIfExists(scratch);
        }
    }
}
