package io.stockpot.data.shift;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What lies in a folder of class folders. Symbolic links are followed; hidden files, whose names begin with
 * a dot, are ignored.
 *
 * @param root the folder
 * @param folders names of the class folders in alphabetical order
 * @param files the pictures by folder, then by name
 * @param ignored files that are no pictures, from the root
 */
public record FolderListing(Path root, List<String> folders, List<Item> files, List<String> ignored) {
    /**
     * Endings of pictures, which need not be opened to be listed; other files are told by their content. Formats that
     * cannot be read are among them: those are errors, not to be passed over.
     */
    private static final Set<String> PICTURES = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "bmp", "gif", "webp", "heic", "avif", "jp2", "jxl", "tif", "tiff",
            "ppm", "pgm", "pnm");

    /** How many files a message names. */
    private static final int NAMED = 5;

    /** One picture: its class folder, its name, its size in bytes, and when it was modified, in milliseconds. */
    public record Item(String folder, String name, long size, long modified) {
        /** Returns where the picture lies. */
        public Path in(Path root) {
            return root.resolve(folder).resolve(name);
        }

        /** Returns the class folder and the name. */
        public String path() {
            return folder + "/" + name;
        }
    }

    /** Copies the lists. */
    public FolderListing {
        folders = List.copyOf(folders);
        files = List.copyOf(files);
        ignored = List.copyOf(ignored);
    }

    /**
     * Lists a folder.
     *
     * @throws IOException if it is not there, or pictures lie outside of class folders
     */
    public static FolderListing of(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException(
                    Files.exists(root)
                            ? "'" + root + "' is a file, not a folder"
                            : "there is no folder '" + root + "'");
        }
        List<String> folders = new ArrayList<>();
        List<Item> files = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (Path inside : visible(root)) {
            if (Files.isDirectory(inside)) {
                folders.add(inside.getFileName().toString());
                list(root, inside, files, ignored);
            } else if (isPicture(inside)) {
                throw FolderLevel.withoutLabel(root, inside);
            } else {
                ignored.add(inside.getFileName().toString());
            }
        }
        FolderListing listing = new FolderListing(root, folders, files, ignored);
        if (files.isEmpty()) {
            throw new IOException("there are no images in '" + root + "'; they lie in a folder per class"
                    + listing.passedOver().map(others -> "; " + others).orElse(""));
        }
        return listing;
    }

    /** Describes the files that are no pictures; empty if there are none. */
    public Optional<String> passedOver() {
        if (ignored.isEmpty()) {
            return Optional.empty();
        }
        String names = String.join(", ", ignored.subList(0, Math.min(NAMED, ignored.size())));
        boolean one = ignored.size() == 1;
        return Optional.of(ignored.size() + (one ? " file was" : " files were") + " passed over, as "
                + (one ? "its content is no picture: " : "their content is no picture: ") + names
                + (ignored.size() > NAMED ? ", …" : ""));
    }

    /** Returns the folders that hold no picture. */
    public List<String> empty() {
        Set<String> used = files.stream().map(Item::folder).collect(Collectors.toSet());
        return folders.stream().filter(folder -> !used.contains(folder)).toList();
    }

    /** Adds what lies in a class folder to the pictures, and to the files that are none. */
    private static void list(Path root, Path folder, List<Item> files, List<String> ignored) throws IOException {
        // one text for all files: of a million, each would be kept
        String name = folder.getFileName().toString();
        for (Path file : visible(folder)) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw FolderLevel.tooDeep(root, folder, file);
            }
            if (isPicture(file)) {
                files.add(new Item(
                        name,
                        file.getFileName().toString(),
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis()));
            } else {
                ignored.add(name + "/" + file.getFileName());
            }
        }
    }

    static List<Path> visible(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            inside.forEach(path -> {
                if (!path.getFileName().toString().startsWith(".")) {
                    paths.add(path);
                }
            });
        }
        // the order of the operating system is none
        paths.sort(Comparator.comparing(path -> path.getFileName().toString()));
        return paths;
    }

    static boolean endsLikePicture(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 && PICTURES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    static boolean isPicture(Path file) throws IOException {
        if (endsLikePicture(file)) {
            return true;
        }
        // reading a pipe would wait
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream content = Files.newInputStream(file)) {
            return PictureFormat.of(content.readNBytes(PictureFormat.BEGINNING)).isPresent();
        }
    }
}
