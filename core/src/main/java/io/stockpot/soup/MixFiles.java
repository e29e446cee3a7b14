package io.stockpot.soup;

import io.stockpot.model.Architecture;
import io.stockpot.model.Normalisation;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.tensor.file.SafetensorsWriter.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Files that have been found to mix: equal names and shapes, types that mix, and no contradiction in what
 * is known of networks, normalisation and descent.
 *
 * @param files the ingredients
 * @param names of the tensors, in the order of the network if it is known
 * @param warnings what could not be checked, in sentences for people
 */
public record MixFiles(List<CheckpointFile> files, List<String> names, List<String> warnings) {
    /** Types that may differ between ingredients, the widest first. */
    private static final List<String> FLOATING = List.of("F64", "F32", "F16", "BF16");

    /** Copies the lists. */
    public MixFiles {
        files = List.copyOf(files);
        names = List.copyOf(names);
        warnings = List.copyOf(warnings);
    }

    /**
     * Checks files before they are mixed.
     *
     * @param strangers whether models without a common ancestor may be mixed
     * @throws IllegalArgumentException if they do not mix, naming the first difference and the way out
     * @throws IOException if the tensors of a file do not fit its network
     */
    public static MixFiles checked(List<CheckpointFile> files, boolean strangers) throws IOException {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a soup needs at least one ingredient");
        }
        List<String> names = describing(files).orderedNames();
        CheckpointFile first = files.get(0);
        for (CheckpointFile other : files.subList(1, files.size())) {
            requireSameNetwork(first, other);
            requireSameTensors(first, other);
            if (!strangers) {
                requireCommonAncestor(first, other);
            }
        }
        return new MixFiles(files, names, warnings(files));
    }

    private static CheckpointFile describing(List<CheckpointFile> files) {
        return files.stream()
                .filter(file -> file.architecture().isPresent())
                .findFirst()
                .orElse(files.get(0));
    }

    private static String pair(CheckpointFile first, CheckpointFile other) {
        return "ingredients '" + first.path() + "' and '" + other.path() + "'";
    }

    private static void requireSameNetwork(CheckpointFile first, CheckpointFile other) {
        requireEqual(pair(first, other), "architecture", first.architecture(), other.architecture());
        requireEqual(pair(first, other), "normalisation", first.normalisation(), other.normalisation());
    }

    private static <T> void requireEqual(String pair, String what, Optional<T> one, Optional<T> two) {
        if (one.isPresent() && two.isPresent() && !one.equals(two)) {
            throw new IllegalArgumentException(pair + " differ in " + what + ": " + one.get() + " and " + two.get());
        }
    }

    private static void requireSameTensors(CheckpointFile first, CheckpointFile other) {
        for (String name : first.names()) {
            if (!other.names().contains(name)) {
                throw lacking(first, other, name);
            }
            if (!Arrays.equals(first.shape(name), other.shape(name))) {
                throw new IllegalArgumentException(pair(first, other) + " differ at '" + name + "': "
                        + Arrays.toString(first.shape(name)) + " and " + Arrays.toString(other.shape(name)));
            }
            requireTypesThatMix(first, other, name);
        }
        for (String name : other.names()) {
            if (!first.names().contains(name)) {
                throw lacking(first, other, name);
            }
        }
    }

    private static void requireTypesThatMix(CheckpointFile first, CheckpointFile other, String name) {
        List<String> types = List.of(first.type(name), other.type(name));
        if (!types.get(0).equals(types.get(1)) && !FLOATING.containsAll(types)) {
            throw new IllegalArgumentException(pair(first, other) + " differ in the type of '" + name + "': "
                    + types.get(0) + " and " + types.get(1) + "; only floating types mix with each other");
        }
    }

    private static IllegalArgumentException lacking(CheckpointFile first, CheckpointFile other, String name) {
        return new IllegalArgumentException(pair(first, other) + " differ: '" + name
                + "' is in one and not in the other; if it only has another name there, rename it (--map)");
    }

    private static void requireCommonAncestor(CheckpointFile first, CheckpointFile other) {
        if (first.sharesAncestor(other).equals(Optional.of(false))) {
            throw new IllegalArgumentException(pair(first, other) + " have no common ancestor, so their mixtures are"
                    + " most likely useless; fine-tune one from the other, or both from one base"
                    + " (or allow strangers, --allow-strangers)");
        }
    }

    private static List<String> warnings(List<CheckpointFile> files) {
        List<String> unknown = files.stream()
                .filter(file -> file.provenance().filter(Provenance::isKnown).isEmpty())
                .map(file -> "'" + file.path() + "'")
                .toList();
        List<String> warnings = new ArrayList<>();
        if (!unknown.isEmpty() && files.size() > 1) {
            warnings.add("whether the ingredients descend from one model is not known of " + String.join(", ", unknown)
                    + "; if they do not, the mixture is most likely useless ('stockpot diagnose' tells)");
        }
        return warnings;
    }

    /**
     * Checks that a soup may be written to a file: not over an ingredient, nor where its own card comes.
     *
     * @throws IllegalArgumentException naming the file
     * @throws IOException if files cannot be looked at
     */
    public void requireOutput(Path out) throws IOException {
        if (out.toString().toLowerCase(Locale.ROOT).endsWith(".md")) {
            throw new IllegalArgumentException(
                    "'" + out + "' has the ending of the card beside the soup; write the soup to a file *.safetensors");
        }
        requireOther(out);
    }

    /**
     * Checks that a file is none of the ingredients.
     *
     * @throws IllegalArgumentException if it is one, or a shard of one
     * @throws IOException if files cannot be looked at
     */
    public void requireOther(Path out) throws IOException {
        for (CheckpointFile file : files) {
            for (Path part : file.files()) {
                if (Files.exists(out) && Files.isSameFile(out, part)) {
                    throw new IllegalArgumentException(
                            "'" + out + "' is " + (part.equals(file.path()) ? "" : "a part of ")
                                    + "one of the ingredients; write to another file");
                }
            }
        }
    }

    /** Returns the tensors of each file, in the order of the names. */
    List<List<Slot>> slots() {
        return files.stream()
                .map(file -> names.stream().map(name -> slot(file, name)).toList())
                .toList();
    }

    /** Describes a tensor of a file. */
    Slot slot(CheckpointFile file, String name) {
        return new Slot(
                name, file.type(name), Arrays.stream(file.shape(name)).boxed().toList());
    }

    /** Returns the tensors of a mixture, in the order of the names. */
    List<Slot> mixedSlots() {
        return names.stream()
                .map(name ->
                        new Slot(name, mixedType(name), slot(files.get(0), name).shape()))
                .toList();
    }

    /**
     * Returns the type of a mixed tensor: that of the ingredients if they agree, else float64 if one is
     * float64, else float32, which holds every value of the half precisions.
     */
    private String mixedType(String name) {
        List<String> types =
                files.stream().map(file -> file.type(name)).distinct().toList();
        if (types.size() == 1) {
            return types.get(0);
        }
        return types.contains("F64") ? "F64" : "F32";
    }

    /** Returns the network that all belong to, if any file says it or was told it. */
    public Optional<Architecture> architecture() {
        return files.stream().flatMap(file -> file.architecture().stream()).findFirst();
    }

    /**
     * Returns the normalisation that all expect; if none says it and the network is known, none is
     * assumed.
     */
    public Optional<Normalisation> normalisation() {
        return files.stream()
                .flatMap(file -> file.normalisation().stream())
                .findFirst()
                .or(() -> architecture().map(network -> Normalisation.none(network.channels())));
    }
}
