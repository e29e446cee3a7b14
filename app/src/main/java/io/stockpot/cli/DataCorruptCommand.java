package io.stockpot.cli;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.corruption.ContactSheet;
import io.stockpot.data.corruption.Corruption;
import io.stockpot.data.corruption.CorruptionFolder;
import io.stockpot.data.source.DataPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes corrupted test images. */
@Command(
        name = "corrupt",
        description = "Writes test images with the corruptions of CIFAR-10-C and ImageNet-C, as arrays of NumPy in the"
                + " published layout. Arrays that are complete are kept.",
        mixinStandardHelpOptions = true)
final class DataCorruptCommand implements Callable<Integer> {
    private static final int SHEET_IMAGES = 2;
    private static final int SHEET_SCALE = 3;

    @Spec
    private CommandSpec command;

    @Mixin
    private DataOptions options;

    @Option(
            names = "--data",
            defaultValue = "cifar10",
            paramLabel = "NAME",
            description = "A data set (default: ${DEFAULT-VALUE}).")
    private String source;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "How many test images, from the first on (default: all).")
    private Integer images;

    @Option(
            names = "--corruption",
            arity = "1..*",
            paramLabel = "NAME",
            description = "By published name, e.g. gaussian_noise (default: the fifteen that are averaged).")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "All nineteen, with the four meant for validation.")
    private boolean all;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Write NAME.npy and labels.npy there.")
    private Path folder;

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "Write a PNG there that shows the first two images at every severity.")
    private Path sheet;

    @Option(names = "--seed", defaultValue = "0", description = "Of all corruptions (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if (folder == null && sheet == null) {
            throw new ParameterException(command.commandLine(), "give --out FOLDER, --sheet FILE, or both");
        }
        IdleOptions.refuse(
                command,
                folder == null && images != null && images >= SHEET_IMAGES,
                List.of("--images"),
                "is for --out FOLDER; a sheet shows the first two images");
        OutputFormat.PNG.require(command, "--sheet", sheet, "");
        List<Corruption> corruptions = corruptions();
        Progress progress = ConsoleProgress.of(command.commandLine().getErr());
        LabelledImages test = options.source(source, Optional.empty()).load(DataPart.TEST, options.cache(), progress);
        LabelledImages chosen = images == null ? test : test.first(images);
        if (folder != null) {
            write(corruptions, chosen, progress);
        }
        if (sheet != null) {
            draw(corruptions, chosen);
        }
        return ExitCode.OK;
    }

    private List<Corruption> corruptions() {
        if (all && !names.isEmpty()) {
            throw new ParameterException(command.commandLine(), "--all and --corruption exclude each other");
        }
        if (names.isEmpty()) {
            return all ? List.of(Corruption.values()) : Corruption.FIFTEEN;
        }
        try {
            return names.stream().map(Corruption::parse).distinct().toList();
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(command.commandLine(), "--corruption: " + unknown.getMessage(), unknown);
        }
    }

    private void write(List<Corruption> corruptions, LabelledImages chosen, Progress progress) throws IOException {
        CorruptionFolder target = CorruptionFolder.open(folder, chosen, new Seed(seed));
        for (Corruption corruption : corruptions) {
            boolean there = target.holds(corruption);
            if (!there) {
                target.write(corruption, progress);
            }
            print(target.file(corruption) + (there ? " is there already" : " is written"));
        }
    }

    private void draw(List<Corruption> corruptions, LabelledImages chosen) throws IOException {
        LabelledImages shown = chosen.first(Math.min(SHEET_IMAGES, chosen.size()));
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        ImageIO.write(ContactSheet.draw(corruptions, shown, SHEET_SCALE, new Seed(seed)), "png", picture);
        AtomicFile.write(sheet, ByteBuffer.wrap(picture.toByteArray()));
        print(sheet + " is written");
    }

    private void print(String line) {
        PrintWriter output = command.commandLine().getOut();
        output.println(line);
        output.flush();
    }
}
