package io.stockpot.data.shift;

import io.stockpot.data.Answers;
import io.stockpot.data.LabelMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pictures that lie in one folder and have no labels. All get class 0, which nobody may read.
 *
 * @param folder that holds them, and no folders
 * @param preparation what is done to each
 * @param unreadable how to treat files that cannot be read
 */
public record LoosePictures(Path folder, Preparation preparation, Unreadable unreadable) {
    /**
     * Lists them.
     *
     * @param name what they are called
     * @param classNames of the classifier
     * @throws IOException if the folder is not there, holds folders or no picture, or a file cannot be read
     */
    public ShiftImages open(String name, List<String> classNames) throws IOException {
        FolderListing listing = listing();
        FolderShift shift = new FolderShift(name, preparation, new LabelMap.AllClasses(), classNames, unreadable);
        List<String> remarks = new ArrayList<>();
        listing.passedOver().ifPresent(others -> remarks.add(name + ": " + others));
        List<FolderListing.Item> files = shift.readable(listing, remarks);
        if (files.isEmpty()) {
            throw new IOException("none of the " + listing.files().size() + " pictures in '" + folder
                    + "' can be read; convert them to PNG or JPEG");
        }
        return new FolderImages(
                shift,
                Map.of(ShiftImages.ONLY, listing),
                new FolderImages.Labelled(files, Answers.of(new int[files.size()]), Map.of()),
                remarks);
    }

    private FolderListing listing() throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute) || absolute.getParent() == null) {
            throw new IOException("there is no folder '" + folder + "' of pictures; name one");
        }
        String inside = absolute.getFileName().toString();
        List<FolderListing.Item> files = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (Path file : FolderListing.visible(absolute)) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new IOException("'" + folder + "' holds the folder '" + file.getFileName()
                        + "', and pictures without labels lie in no folders of their own: leave --unlabelled out if"
                        + " folders are classes, else move the pictures into one folder");
            }
            String name = file.getFileName().toString();
            if (FolderListing.isPicture(file)) {
                files.add(new FolderListing.Item(
                        inside,
                        name,
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis()));
            } else {
                ignored.add(name);
            }
        }
        if (files.isEmpty()) {
            throw new IOException("there are no pictures in '" + folder + "'; put some there, or name another folder");
        }
        return new FolderListing(absolute.getParent(), List.of(inside), files, ignored);
    }
}
