package io.stockpot.data.shift;

import io.stockpot.data.Answers;
import io.stockpot.data.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a shift of folders of pictures is opened with.
 *
 * @param name of the shift
 * @param preparation what is done to each picture
 * @param labelMap from logits to answers
 * @param answerNames names of the answers
 * @param unreadable how to treat files that cannot be read
 */
record FolderShift(
        String name, Preparation preparation, LabelMap labelMap, List<String> answerNames, Unreadable unreadable) {
    /** How many files a remark names. */
    private static final int NAMED = 10;

    FolderShift {
        answerNames = List.copyOf(answerNames);
    }

    /** Finds the labelling of the files, once it is known which folders there are. */
    @FunctionalInterface
    interface LabelRule {
        Labelling over(FolderListing listing) throws IOException;
    }

    /** Opens a single folder. */
    ShiftImages open(Path root, LabelRule rule) throws IOException {
        return open(root, rule, Optional.empty());
    }

    /** Opens a single folder of which something is remarked already. */
    FolderImages open(Path root, LabelRule rule, Optional<String> remark) throws IOException {
        return open(Map.of(ShiftImages.ONLY, root), rule, remark);
    }

    /** Opens the folders of several versions; the files of the first are expected in all. */
    ShiftImages open(Map<String, Path> roots, LabelRule rule) throws IOException {
        return open(roots, rule, Optional.empty());
    }

    private FolderImages open(Map<String, Path> roots, LabelRule rule, Optional<String> remark) throws IOException {
        Map<String, FolderListing> listings = new LinkedHashMap<>();
        for (Map.Entry<String, Path> version : roots.entrySet()) {
            listings.put(version.getKey(), FolderListing.of(version.getValue()));
        }
        FolderListing first = listings.values().iterator().next();
        Labelling labelling = rule.over(first);
        List<String> remarks = new ArrayList<>();
        remark.ifPresent(text -> remarks.add(name + ": " + text));
        first.passedOver().ifPresent(others -> remarks.add(name + ": " + others));
        List<FolderListing.Item> used = new ArrayList<>();
        List<int[]> sets = new ArrayList<>();
        for (FolderListing.Item file : readable(first, remarks)) {
            Optional<int[]> answers = labelling.answers(file);
            if (answers.isPresent()) {
                used.add(file);
                sets.add(answers.get());
            }
        }
        requireSome(used, first);
        if (used.size() < first.files().size() && unreadable == Unreadable.REFUSE) {
            remarks.add(name + ": " + (first.files().size() - used.size()) + " of "
                    + first.files().size() + " images have no label and are left out");
        }
        listings.forEach((version, listing) -> requireAll(used, version, listing));
        Answers answers = Answers.ofSets(sets.toArray(int[][]::new));
        FolderImages.Labelled labelled = new FolderImages.Labelled(used, answers, labelling.asides(used));
        return new FolderImages(this, listings, labelled, remarks);
    }

    private void requireSome(List<FolderListing.Item> used, FolderListing listing) throws IOException {
        if (used.isEmpty()) {
            throw new IOException("no image in '" + listing.root() + "' can be used for " + name);
        }
    }

    private static void requireAll(List<FolderListing.Item> files, String version, FolderListing listing) {
        Set<String> there = new HashSet<>();
        listing.files().forEach(file -> there.add(file.path()));
        files.stream().filter(file -> !there.contains(file.path())).findFirst().ifPresent(file -> {
            throw new IllegalArgumentException("the version '" + version + "' in '" + listing.root() + "' lacks "
                    + file.path() + "; all versions show the same photos");
        });
    }

    List<FolderListing.Item> readable(FolderListing listing, List<String> remarks) {
        if (unreadable == Unreadable.REFUSE) {
            return listing.files();
        }
        List<FolderListing.Item> files = listing.files();
        boolean[] fine = new boolean[files.size()];
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        IntStream.range(0, fine.length).parallel().forEach(place -> {
            try {
                preparation.read(files.get(place).in(listing.root()));
                fine[place] = true;
            } catch (IOException failure) {
                failures.add(failure.getMessage());
            }
        });
        if (!failures.isEmpty()) {
            List<String> shown = failures.stream().sorted().limit(NAMED).toList();
            remarks.add(name + ": " + failures.size() + " of " + files.size() + " images were skipped: "
                    + String.join("; ", shown) + (failures.size() > NAMED ? "; …" : ""));
        }
        return IntStream.range(0, fine.length)
                .filter(place -> fine[place])
                .mapToObj(files::get)
                .toList();
    }
}
