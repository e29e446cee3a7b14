package io.stockpot.model.checkpoint;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.CustomaryNormalisation;
import io.stockpot.model.Normalisation;
import io.stockpot.model.ParameterNames;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.Usage;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.WeightDigest;
import io.stockpot.tensor.file.WeightFile;
import io.stockpot.tensor.file.WeightFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * A file of weights in any format that is known, opened. Stockpot's own checkpoints say what network
 * they belong to; for other files the caller must state it ({@link ForeignNotes}). The values stay on disk until
 * they are asked for.
 */
public final class CheckpointFile {
    /** How many of the tensors that are left out are named. */
    private static final int NAMED = 5;

    private final Path path;
    private final WeightFile content;
    private final Optional<StockpotCheckpoint> own;
    private final Optional<Provenance> provenance;
    private final Usage usage;
    private final ForeignNotes notes;
    private final Optional<ArchitectureGuess> taken;
    private final TensorNames tensors;

    private CheckpointFile(
            Path path,
            WeightFile content,
            Optional<StockpotCheckpoint> own,
            ForeignNotes notes,
            Optional<ArchitectureGuess> taken)
            throws IOException {
        this.path = path;
        this.content = content;
        this.own = own;
        this.notes = notes;
        this.taken = taken;
        this.provenance = StockpotCheckpoint.provenanceIn(path, content.metadata());
        this.usage = StockpotCheckpoint.usageIn(path, content.metadata(), architecture());
        this.tensors = own.isPresent()
                ? TensorNames.own(content)
                : TensorNames.told(content, notes, statedDigest().isEmpty());
        if (tensors.originals().size() < content.names().size()
                && statedDigest().isPresent()) {
            throw new IllegalArgumentException(
                    path + " states a digest of all its tensors, so none can be left out by a renaming");
        }
    }

    /**
     * Opens a file.
     *
     * @param notes what the file does not say itself; for Stockpot's own checkpoints they may be missing
     *     and must not contradict
     * @throws IOException if the file is missing, damaged, in no known format, or says otherwise than the
     *     notes
     * @throws IllegalArgumentException if tensors cannot be renamed as the notes say
     */
    public static CheckpointFile open(Path path, ForeignNotes notes) throws IOException {
        return openAll(List.of(path), notes).get(0);
    }

    /**
     * Opens files that the same notes are for: a renaming must be of use in at least one of them, not in each.
     *
     * @throws IOException as {@link #open} does
     * @throws IllegalArgumentException as {@link #open} does
     */
    public static List<CheckpointFile> openAll(List<Path> paths, ForeignNotes notes) throws IOException {
        List<CheckpointFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(openOne(path, notes));
        }
        List<Set<String>> foreign = files.stream()
                .filter(file -> !file.describesItself())
                .map(file -> file.content.names())
                .toList();
        if (!foreign.isEmpty()) {
            notes.renaming().requireUse(foreign);
        }
        return List.copyOf(files);
    }

    private static CheckpointFile openOne(Path path, ForeignNotes notes) throws IOException {
        WeightFile content = WeightFiles.open(path, notes.stateDict());
        if (!content.describesWhole() || !StockpotCheckpoint.describes(content.metadata())) {
            if (notes.stateDict().isPresent() && !content.choosesStateDict()) {
                throw new IOException(path + " holds one state dict, so there is none to be chosen by the name '"
                        + notes.stateDict().get() + "'");
            }
            return new CheckpointFile(path, content, Optional.empty(), notes, Optional.empty());
        }
        notes.fresh().requireNone(path);
        StockpotCheckpoint own = StockpotCheckpoint.open(path);
        requireAgreement(path, "architecture", own.architecture(), notes.architecture());
        requireAgreement(path, "normalisation", own.normalisation(), notes.normalisation());
        return new CheckpointFile(path, content, Optional.of(own), notes, Optional.empty());
    }

    private static <T> void requireAgreement(Path path, String what, T own, Optional<? extends T> told)
            throws IOException {
        if (told.isPresent() && !told.get().equals(own)) {
            throw new IOException(
                    path + " says that its " + what + " is " + own + ", not " + told.get() + "; it need not be told");
        }
    }

    /**
     * Returns this file as one of the network that its tensors fit in every name and shape, if nothing says which it is
     * and one does; else the file as it is.
     */
    public CheckpointFile recognised() throws IOException {
        if (architecture().isPresent()) {
            return this;
        }
        Optional<Recognition> known = Recognition.of(shapes()).filter(Recognition::exact);
        if (known.isEmpty()) {
            return this;
        }
        ArchitectureGuess guess = known.get().guess();
        return new CheckpointFile(path, content, own, notes.with(guess.architecture()), Optional.of(guess));
    }

    /** Returns where the file is. */
    public Path path() {
        return path;
    }

    /** Returns all files that it consists of: of an index, also the shards. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>(List.of(path));
        files.addAll(content.shards());
        return List.copyOf(files);
    }

    /** Returns the file by its names, before any renaming. */
    public WeightFile content() {
        return content;
    }

    /** Returns whether the file is one of Stockpot's, which describes itself. */
    public boolean describesItself() {
        return own.isPresent();
    }

    /** Returns the network, from the file or the notes; empty if neither states it. */
    public Optional<Architecture> architecture() {
        return own.map(StockpotCheckpoint::architecture).or(notes::architecture);
    }

    /** Returns the normalisation, from the file or the notes; empty if neither states it. */
    public Optional<Normalisation> normalisation() {
        return own.map(StockpotCheckpoint::normalisation).or(notes::normalisation);
    }

    /** Returns what the file says of its use: all absent in files of other programs and of older versions. */
    public Usage usage() {
        return usage;
    }

    /** Returns the names of the classes in the order of the logits, if the file says them. */
    public Optional<List<String>> classNames() {
        return usage.classNames();
    }

    /** Returns how pictures become inputs, if the file says so. */
    public Optional<PicturePreparation> preparation() {
        return usage.preparation();
    }

    /** Returns where the weights come from, if the file says so. */
    public Optional<Provenance> provenance() {
        return provenance;
    }

    /** Returns whether two files descend from one model, as far as they say. */
    public Optional<Boolean> sharesAncestor(CheckpointFile other) {
        return provenance.flatMap(line -> other.provenance.flatMap(line::sharesAncestor));
    }

    /**
     * Returns the digest of the weights as the file states it, if it does: in its own order and under its own
     * names. What a shard states is not that of all shards.
     */
    public Optional<String> statedDigest() {
        return content.describesWhole() ? StockpotCheckpoint.digestIn(content.metadata()) : Optional.empty();
    }

    /**
     * Returns the name by which a tensor goes into the digest of the weights: that of the file itself if it
     * states a digest, which was taken before any renaming, else the new one.
     */
    public String digestName(String name) {
        return statedDigest().isPresent() ? original(name) : name;
    }

    /** Returns sentences on what was assumed or ignored, which the user should see. */
    public List<String> warnings() {
        return Stream.concat(remarks().stream(), doubts().stream())
                .map(sentence -> path + ": " + sentence)
                .toList();
    }

    /** Returns what was done with the file or is assumed of it, as is customary, in sentences that do not name it. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>(content.remarks());
        tensors.remark().ifPresent(remarks::add);
        if (taken.isPresent()) {
            remarks.add(taken.get().taken());
        } else if (own.isEmpty()) {
            notes.assumed().ifPresent(remarks::add);
        }
        notes.fresh().remark().ifPresent(remarks::add);
        return List.copyOf(remarks);
    }

    /** Returns what may make every answer of the network a wrong one, in sentences that do not name the file. */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        Set<String> kept = new HashSet<>(tensors.originals().values());
        List<String> omitted =
                content.names().stream().filter(name -> !kept.contains(name)).toList();
        if (!omitted.isEmpty()) {
            doubts.add(omitted.size() + " tensors are left out, as nothing is left of their names: "
                    + String.join(", ", omitted.subList(0, Math.min(NAMED, omitted.size())))
                    + (omitted.size() > NAMED ? ", …" : ""));
        }
        if (architecture().isPresent() && normalisation().isEmpty()) {
            doubts.add(CustomaryNormalisation.notTold(architecture().get().channels()));
        }
        normalisation().flatMap(Normalisation::doubt).ifPresent(doubts::add);
        return List.copyOf(doubts);
    }

    /** Returns the names of the tensors, renamed, in the order of the file. */
    public Set<String> names() {
        return tensors.originals().keySet();
    }

    /** Returns the shape of a tensor by its new name. */
    public long[] shape(String name) {
        return tensors.shape(name).orElseGet(() -> content.shape(original(name)));
    }

    /** Returns the element type of a tensor by its new name, as safetensors spells it. */
    public String type(String name) {
        return content.type(original(name));
    }

    /** Reads one tensor by its new name; it belongs to the caller's scope. */
    public Tensor read(String name) throws IOException {
        Tensor values = content.read(original(name));
        return tensors.shape(name).map(values::reshape).orElse(values);
    }

    /** Reads one tensor by its new name into contiguous memory of its type and shape. */
    public void read(String name, Tensor target) throws IOException {
        if (tensors.shape(name).isPresent()) {
            try (Scope scope = Scope.open()) {
                content.read(original(name), target.view(content.shape(original(name))));
            }
            return;
        }
        content.read(original(name), target);
    }

    /**
     * Returns the names in the order of the network if that is known, else in the order of the file.
     *
     * @throws IOException if the tensors do not fit the network, listing what is missing and unexpected
     */
    public List<String> orderedNames() throws IOException {
        if (architecture().isEmpty()) {
            return List.copyOf(names());
        }
        List<Parameter> parameters = architecture().get().network().parameters();
        requireFit(parameters);
        return parameters.stream()
                .map(Parameter::name)
                .filter(names()::contains)
                .toList();
    }

    /** Returns the shapes of all tensors by their new names, in the order of the file. */
    public Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        names().forEach(name ->
                shapes.put(name, Arrays.stream(shape(name)).boxed().toList()));
        return shapes;
    }

    private void requireFit(List<Parameter> network) throws IOException {
        Map<String, List<Long>> shapes = shapes();
        List<Parameter> parameters = notes.fresh().requiredOf(network, path);
        try {
            ParameterNames.requireSame(parameters, shapes);
        } catch (IllegalArgumentException unfit) {
            String remedy = PrefixRemoval.first(shapes, renamed -> ParameterNames.same(parameters, renamed))
                    .map(removal -> " they do " + removal)
                    .orElse("");
            throw new IOException(path + ": " + unfit.getMessage() + remedy, unfit);
        }
    }

    private String original(String name) {
        String original = tensors.originals().get(name);
        if (original == null) {
            throw new IllegalArgumentException(path + " has no tensor '" + name + "'");
        }
        return original;
    }

    /** Reads all tensors by their new names. */
    public StateDict read() throws IOException {
        return StateDict.read(names(), this::read);
    }

    /**
     * Reads the weights into a classifier.
     *
     * @throws IOException if the network is not known, or the weights are damaged or do not fit it, listing
     *     what is missing and unexpected
     */
    @MustBeClosed
    public Classifier load() throws IOException {
        if (own.isPresent()) {
            return own.get().load();
        }
        Architecture architecture = requireArchitecture();
        requireFit(architecture.network().parameters());
        Normalisation normalisation = notes.normalisation().orElse(Normalisation.none(architecture.channels()));
        try (StateDict values = read()) {
            WeightDigest digest = new WeightDigest();
            values.names().forEach(name -> digest.add(digestName(name), values.get(name)));
            requireUndamaged(digest.finish());
            notes.fresh().drawInto(values, architecture.network().parameters());
            return Classifier.of(architecture, normalisation, values);
        } catch (IllegalArgumentException unfit) {
            throw new IOException(path + ": " + unfit.getMessage(), unfit);
        }
    }

    /**
     * Checks the digest of the weights, see {@link #digestName}, if the file states one.
     *
     * @throws IOException if it states another
     */
    void requireUndamaged(String digest) throws IOException {
        WeightDigest.requireUndamaged(path, digest, statedDigest().orElse(digest));
    }

    /**
     * Returns the network.
     *
     * @throws IOException if neither the file nor the notes say it, with the nearest known and the options to type
     */
    public Architecture requireArchitecture() throws IOException {
        if (architecture().isPresent()) {
            return architecture().get();
        }
        String remedy = Recognition.of(shapes())
                .map(Recognition::remedy)
                .orElse("it resembles none that is built in; name the architecture, e.g. --architecture"
                        + " '{wide-res-net: {depth: 28, widen-factor: 10}}'");
        throw new IOException(path + " is a file of " + content.format()
                + " and does not say which network its weights belong to; " + remedy);
    }

    /**
     * Returns the provenance for a classifier that was loaded from this file: the file's own, or, if it has
     * none, that it descends from nothing known.
     *
     * @param digest of the loaded weights
     */
    public Provenance provenanceOr(String digest) {
        return provenance().orElse(new Provenance(List.of(digest), ""));
    }
}
