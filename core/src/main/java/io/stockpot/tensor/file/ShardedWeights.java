package io.stockpot.tensor.file;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * Several files, of safetensors or of PyTorch, that make up one model, by way of an index: a JSON file,
 * usually called {@code model.safetensors.index.json} or {@code pytorch_model.bin.index.json}, whose
 * "weight_map" names for each tensor the file beside it that holds it. What parallel training or
 * compilation have put before all names of all PyTorch files is taken off; a single file may hold only such
 * tensors by chance.
 */
public final class ShardedWeights implements WeightFile {
    private static final String KIND = "index of files of weights";
    private static final int LONGEST = 1 << 26;

    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .build());

    private final Path path;
    private final Map<String, WeightFile> shards;
    private final String prefix;
    private final List<Path> paths;

    /** Collects the files by the names that the tensors have here, without the prefix that they have in the files. */
    private ShardedWeights(Path path, Map<String, WeightFile> shards, String prefix, List<Path> paths) {
        this.path = path;
        this.shards = Collections.unmodifiableMap(shards);
        this.prefix = prefix;
        this.paths = List.copyOf(paths);
    }

    /**
     * Reads an index and the headers of all files that it names; the values stay on disk.
     *
     * @throws IOException if a file is missing or damaged, is not beside the index, or if index and files
     *     do not agree on the tensors; saying what is wrong
     */
    public static ShardedWeights open(Path path) throws IOException {
        WeightFiles.requireFile(path);
        try {
            JsonNode index = index(path);
            // first, as it checks the names of files
            Map<String, WeightFile> shards = shards(path, index);
            List<Path> paths = index.properties().stream()
                    .map(entry -> path.resolveSibling(entry.getValue().asText()))
                    .distinct()
                    .toList();
            return withoutPrefix(path, shards, paths);
        } catch (MalformedException failure) {
            throw failure.in(path, KIND);
        }
    }

    private static ShardedWeights withoutPrefix(Path path, Map<String, WeightFile> shards, List<Path> paths) {
        boolean torch = shards.values().stream().allMatch(PyTorchFile.class::isInstance);
        String prefix = torch ? NamePrefix.of(shards.keySet()) : "";
        Map<String, WeightFile> stripped = new LinkedHashMap<>();
        shards.forEach((name, shard) -> stripped.put(name.substring(prefix.length()), shard));
        return new ShardedWeights(path, stripped, prefix, paths);
    }

    private static JsonNode index(Path path) throws IOException {
        if (Files.size(path) > LONGEST) {
            throw new MalformedException("it has " + Files.size(path) + " bytes; the limit is " + LONGEST);
        }
        try {
            JsonNode index = JSON.readTree(Files.readAllBytes(path)).path("weight_map");
            if (!index.isObject()) {
                throw new MalformedException("it has no 'weight_map'");
            }
            return index;
        } catch (JsonProcessingException failure) {
            throw new MalformedException("it is not valid JSON (" + failure.getOriginalMessage() + ")");
        } catch (CharConversionException failure) {
            throw new MalformedException("it is not UTF-8 (" + failure.getMessage() + ")");
        }
    }

    private static Map<String, WeightFile> shards(Path path, JsonNode index) throws IOException {
        Map<String, WeightFile> files = new LinkedHashMap<>();
        Map<String, WeightFile> shards = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : index.properties()) {
            String name = entry.getValue().asText();
            if (!files.containsKey(name)) {
                files.put(name, WeightFiles.openShard(beside(path, name)));
            }
            if (!files.get(name).names().contains(entry.getKey())) {
                throw new MalformedException("'" + name + "' lacks the tensor '" + entry.getKey() + "'");
            }
            shards.put(entry.getKey(), files.get(name));
        }
        for (Map.Entry<String, WeightFile> file : files.entrySet()) {
            requireListed(file.getKey(), file.getValue(), shards);
        }
        return shards;
    }

    private static Path beside(Path index, String name) throws MalformedException {
        boolean plain = !name.isBlank()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(letter -> letter == '/' || letter == '\\' || letter == ':' || letter < ' ');
        if (!plain) {
            throw new MalformedException("the file name '" + name + "' is not that of a file beside it");
        }
        Path shard = sibling(index, name);
        if (!Files.isRegularFile(shard)) {
            throw new MalformedException("the file '" + name + "' is missing beside it");
        }
        return shard;
    }

    private static Path sibling(Path index, String name) throws MalformedException {
        try {
            return index.resolveSibling(name);
        } catch (InvalidPathException impossible) {
            throw new MalformedException(
                    "the file name '" + name + "' is not possible here: " + impossible.getReason());
        }
    }

    private static void requireListed(String file, WeightFile shard, Map<String, WeightFile> shards)
            throws MalformedException {
        for (String name : shard.names()) {
            if (shards.get(name) == null) {
                throw new MalformedException("'" + file + "' has the tensor '" + name + "', which it does not list");
            }
            if (shards.get(name) != shard) {
                throw new MalformedException("two files have the tensor '" + name + "'");
            }
        }
    }

    @Override
    public String format() {
        List<String> formats =
                files().stream().map(WeightFile::format).distinct().toList();
        return "sharded " + String.join(" and ", formats);
    }

    @Override
    public Map<String, String> metadata() {
        Map<String, String> texts = new LinkedHashMap<>();
        files().forEach(shard -> texts.putAll(shard.metadata()));
        return Collections.unmodifiableMap(texts);
    }

    @Override
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>(List.of("the tensors lie in " + files().size() + " files"));
        files().stream().flatMap(shard -> shard.remarks().stream()).distinct().forEach(remarks::add);
        if (!prefix.isEmpty()) {
            remarks.add(NamePrefix.remark(prefix));
        }
        return List.copyOf(remarks);
    }

    @Override
    public List<Path> shards() {
        return paths;
    }

    private Set<WeightFile> files() {
        return new LinkedHashSet<>(shards.values());
    }

    @Override
    public Set<String> names() {
        return shards.keySet();
    }

    @Override
    public long[] shape(String name) {
        return shard(name).shape(prefix + name);
    }

    @Override
    public String type(String name) {
        return shard(name).type(prefix + name);
    }

    @Override
    public Tensor read(String name) throws IOException {
        return shard(name).read(prefix + name);
    }

    @Override
    public void read(String name, Tensor target) throws IOException {
        shard(name).read(prefix + name, target);
    }

    private WeightFile shard(String name) {
        WeightFile shard = shards.get(name);
        if (shard == null) {
            throw new IllegalArgumentException(path + " has no tensor '" + name + "'");
        }
        return shard;
    }
}
