package io.stockpot.soup;

import io.stockpot.model.Architecture;
import io.stockpot.model.Normalisation;
import io.stockpot.model.Usage;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.soup.choice.LayerRule;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
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
 * is known of networks, normalisation and descent. {@link BatchCounts} may be missing and differ.
 *
 * @param files the ingredients
 * @param names of the tensors that any file has, in the order of the network if it is known
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
     * Opens files that describe themselves, or whose network need not be known, and checks that they mix.
     *
     * @throws IllegalArgumentException if they do not, naming the first difference and the way out
     * @throws IOException if a file cannot be read
     */
    public static MixFiles open(List<Path> paths) throws IOException {
        List<CheckpointFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(CheckpointFile.open(path, ForeignNotes.NONE));
        }
        return checked(files, false);
    }

    /**
     * Checks files before they are mixed.
     *
     * @param strangers whether unrelated models, those without a common ancestor, may be mixed
     * @throws IllegalArgumentException if they do not mix, naming the first difference and the way out
     * @throws IOException if the tensors of a file do not fit its network
     */
    public static MixFiles checked(List<CheckpointFile> files, boolean strangers) throws IOException {
        List<Compatibility.Facts> facts =
                files.stream().map(Compatibility.Facts::of).toList();
        Compatibility.requireSameNetwork(facts);
        List<String> names = BatchCounts.addedTo(describing(files).orderedNames(), files);
        for (String name : names) {
            if (files.stream().noneMatch(file -> isCount(file, name))) {
                files.forEach(other -> requireTypesThatMix(files.get(0), other, name));
            }
        }
        if (!strangers) {
            Compatibility.requireCommonAncestor(facts, " (or allow strangers, --allow-strangers)");
        }
        return new MixFiles(files, names, warnings(files));
    }

    /** Returns the file that says most about the network: the first that knows it, else the first. */
    private static CheckpointFile describing(List<CheckpointFile> files) {
        return files.stream()
                .filter(file -> file.architecture().isPresent())
                .findFirst()
                .orElse(files.get(0));
    }

    private static void requireTypesThatMix(CheckpointFile first, CheckpointFile other, String name) {
        List<String> types = List.of(first.type(name), other.type(name));
        if (!types.get(0).equals(types.get(1)) && !FLOATING.containsAll(types)) {
            throw new IllegalArgumentException("ingredients '" + first.path() + "' and '" + other.path()
                    + "' differ in the type of '" + name + "': " + types.get(0) + " and " + types.get(1)
                    + "; only floating types mix with each other");
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
        List<String> differing = Usage.disagreements(usages(files));
        if (!differing.isEmpty()) {
            warnings.add("the ingredients state " + String.join(" and ", differing)
                    + " differently, so the soup will not state that; 'stockpot inspect' shows what each states");
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

    /**
     * Returns the network that all belong to.
     *
     * @throws IOException if neither the files nor their notes say it
     */
    Architecture requireArchitecture() throws IOException {
        return describing(files).requireArchitecture();
    }

    private static boolean isCount(CheckpointFile file, String name) {
        return file.names().contains(name) && BatchCounts.isOne(file, name);
    }

    /** Returns where each file's weights come from; of one that does not say so, nothing is known but a name. */
    public List<Provenance> provenances() {
        return files.stream()
                .map(file -> file.provenanceOr(file.path().toString()))
                .toList();
    }

    /** Returns the tensors of each file, in the order of the names. */
    List<List<Slot>> slots() {
        return files.stream()
                .map(file -> names.stream()
                        .filter(file.names()::contains)
                        .map(name -> slot(file, name))
                        .toList())
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
                .map(name -> {
                    List<Slot> slots =
                            holders(name).stream().map(file -> slot(file, name)).toList();
                    boolean count = BatchCounts.isOne(name, slots.get(0).shape());
                    return count
                            ? mixedCount(name, slots)
                            : new Slot(name, mixedType(slots), slots.get(0).shape());
                })
                .toList();
    }

    /** Returns the files that have a tensor: all, unless it is a count of batches. */
    private List<CheckpointFile> holders(String name) {
        return files.stream().filter(file -> file.names().contains(name)).toList();
    }

    /** As all files have it, where the network is not known; else, and where they differ, as networks do. */
    private Slot mixedCount(String name, List<Slot> slots) {
        boolean agreed = slots.stream().distinct().count() == 1;
        return agreed && architecture().isEmpty() ? slots.get(0) : new Slot(name, "I64", List.of());
    }

    /**
     * Returns the type of a mixed tensor: that of the ingredients if they agree, else float64 if one is
     * float64, else float32, which holds every value of the half precisions.
     */
    private static String mixedType(List<Slot> slots) {
        List<String> types = slots.stream().map(Slot::type).distinct().toList();
        if (types.size() == 1) {
            return types.get(0);
        }
        return types.contains("F64") ? "F64" : "F32";
    }

    /** Returns the network that all belong to, if any file or its notes say it. */
    public Optional<Architecture> architecture() {
        return files.stream().flatMap(file -> file.architecture().stream()).findFirst();
    }

    /** Returns what is known of the use of a mixture: the facts on which all files agree that state them. */
    public Usage usage() {
        return Usage.agreed(usages(files));
    }

    private static List<Usage> usages(List<CheckpointFile> files) {
        return files.stream().map(CheckpointFile::usage).toList();
    }

    /**
     * Returns the weights of every tensor by a rule for layers, of which the first file may be the base.
     *
     * @throws IllegalArgumentException if the rule does not suit these files
     * @throws IOException if a file cannot be read, or the network is not known where it must be
     */
    public LayeredWeights layered(LayerRule rule, MixingWeights common) throws IOException {
        rule.requireSuits(files.size());
        return rule.layered(common, NetworkFacts.of(this));
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
