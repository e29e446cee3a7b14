package io.stockpot.serve;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.Checksum;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of pictures that get labels, and how these are saved: as a folder for each class with copies of the files,
 * which {@code season} reads, or as a table.
 *
 * @param files of the pictures, in their order, with different names
 * @param classNames of the networks, in order
 * @param fingerprint of names and sizes
 */
record LabelledFiles(List<Path> files, List<String> classNames, String fingerprint) {
    /** Copies the lists. */
    LabelledFiles {
        files = List.copyOf(files);
        classNames = List.copyOf(classNames);
    }

    /**
     * Looks at the files.
     *
     * @throws IOException if one is not there
     */
    static LabelledFiles of(List<Path> files, List<String> classNames) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(file.getFileName()).append('/').append(Files.size(file)).append('\n');
        }
        return new LabelledFiles(files, classNames, Checksum.SHA_256.of(all.toString()));
    }

    /** Returns the number of pictures. */
    int size() {
        return files.size();
    }

    /** Returns the name of the file of a picture. */
    String name(int photo) {
        return files.get(photo).getFileName().toString();
    }

    /**
     * Writes a table with the columns file and class, in the order of the pictures.
     *
     * @param labels class by picture
     * @throws FileAlreadyExistsException if there is one of so many labels
     */
    Path writeTable(Path folder, Map<Integer, Integer> labels) throws IOException {
        Path table = folder.resolve("labels-" + labels.size() + ".csv");
        requireNew(table);
        StringBuilder text = new StringBuilder("file,class\n");
        new TreeMap<>(labels)
                .forEach((photo, number) -> text.append(field(name(photo)))
                        .append(',')
                        .append(field(classNames.get(number)))
                        .append('\n'));
        AtomicFile.writeText(table, text.toString());
        return table;
    }

    /** Returns a field of a table as RFC 4180 has it. */
    private static String field(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /**
     * Writes a folder for each class that has pictures, with copies of them. The folders are there when all is copied.
     *
     * @param labels class by picture
     * @throws FileAlreadyExistsException if there is one of so many labels
     * @throws IOException if the name of a class cannot be that of a folder, or something cannot be copied
     */
    Path writeFolders(Path folder, Map<Integer, Integer> labels) throws IOException {
        Path root = folder.resolve("labelled-" + labels.size());
        requireNew(root);
        for (int number : labels.values()) {
            requireFolderName(classNames.get(number));
        }
        Path partial = folder.resolve("." + root.getFileName() + ".partial");
        delete(partial);
        try {
            for (Map.Entry<Integer, Integer> label : labels.entrySet()) {
                Path ofClass = Files.createDirectories(partial.resolve(classNames.get(label.getValue())));
                Files.copy(files.get(label.getKey()), ofClass.resolve(name(label.getKey())));
            }
            return Files.move(partial, root, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(partial);
        }
    }

    private static void requireFolderName(String name) throws IOException {
        if (name.isBlank() || name.startsWith(".") || !name.matches("[^/\\\\:*?\"<>|\\p{Cntrl}]+")) {
            throw new IOException("the class '" + name + "' cannot be a folder; save the labels as a table instead");
        }
    }

    private static void requireNew(Path target) throws FileAlreadyExistsException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "it is there already; move it away first");
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> inside;
            try (Stream<Path> tree = Files.walk(folder)) {
                inside = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : inside) {
                Files.delete(path);
            }
        }
    }
}
