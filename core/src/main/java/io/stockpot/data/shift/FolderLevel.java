package io.stockpot.data.shift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Says which folder was meant, where that of one class was given, or one that holds the right one. */
final class FolderLevel {
    /** How many folders, and files in each, are looked at. */
    private static final int LOOKED_AT = 20;

    private FolderLevel() {}

    /** Returns the error for a picture that lies where the folders of classes should. */
    static IOException withoutLabel(Path root, Path picture) throws IOException {
        Path parent = root.toAbsolutePath().normalize().getParent();
        if (parent != null && holdsClasses(parent)) {
            boolean here = root.normalize().toString().isEmpty();
            Path shown = here ? Path.of("..") : root.getParent() == null ? Path.of(".") : root.getParent();
            return new IOException("you gave the folder of one class, '" + root + "', with pictures such as "
                    + picture.getFileName() + "; give its parent '" + shown + "', which has a folder per class");
        }
        return new IOException("the image " + picture + " has no label: images lie in a folder per class, such as "
                + root.resolve("dog").resolve(picture.getFileName())
                + ". If these have none yet, sort 100 of them into folders that are named like the classes");
    }

    /** Returns the error for a folder that lies where the pictures of a class should. */
    static IOException tooDeep(Path root, Path folder, Path inside) throws IOException {
        if (holdsClasses(folder)) {
            return new IOException("you gave '" + root + "', which holds no folder of a class; give '" + folder
                    + "', which has a folder per class, such as " + inside.getFileName());
        }
        return new IOException("the folder " + inside + " is a folder within the folder of a class; images lie directly"
                + " in their class's folder");
    }

    /** Returns whether at least two folders, and half of the first ones there, hold pictures, by the endings of files. */
    private static boolean holdsClasses(Path folder) throws IOException {
        List<Path> inside = FolderListing.visible(folder).stream()
                .filter(path -> Files.isDirectory(path) && Files.isReadable(path))
                .limit(LOOKED_AT)
                .toList();
        int holding = 0;
        for (Path each : inside) {
            boolean holds =
                    FolderListing.visible(each).stream().limit(LOOKED_AT).anyMatch(FolderListing::endsLikePicture);
            holding += holds ? 1 : 0;
        }
        return holding >= 2 && 2 * holding >= inside.size();
    }
}
