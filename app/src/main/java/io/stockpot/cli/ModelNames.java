package io.stockpot.cli;

import io.stockpot.model.checkpoint.CheckpointFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What models are called that are known by their files. */
final class ModelNames {
    private ModelNames() {}

    /**
     * Names models by their files, and by their folders where files have equal names. Endings are kept where files
     * differ in nothing else.
     */
    static List<String> of(List<CheckpointFile> files) {
        List<Path> paths = files.stream()
                .map(file -> file.path().toAbsolutePath().normalize())
                .toList();
        List<Path> bare = paths.stream()
                .map(path -> path.resolveSibling(path.getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "")))
                .toList();
        List<Path> told = distinct(bare) ? bare : paths;
        if (!distinct(told)) {
            throw new IllegalArgumentException("a file is named twice: "
                    + String.join(", ", told.stream().map(Path::toString).toList()));
        }
        int longest = told.stream().mapToInt(Path::getNameCount).max().orElseThrow();
        for (int parts = 1; parts <= longest; parts++) {
            List<String> names = new ArrayList<>();
            for (Path path : told) {
                int count = path.getNameCount();
                names.add(path.subpath(Math.max(0, count - parts), count).toString());
            }
            if (distinct(names)) {
                return names;
            }
        }
        return told.stream().map(Path::toString).toList();
    }

    private static boolean distinct(List<?> all) {
        return all.stream().distinct().count() == all.size();
    }
}
