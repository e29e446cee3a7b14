package io.stockpot.data.shift;

import io.stockpot.data.Answers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Labels cue-conflict stimuli by their names: {@code cat/cat3-clock2.png} has the shape of a cat. */
final class CueConflict implements Labelling {
    /** Name of the answers by shape to images whose texture is another category's. */
    static final String SHAPE = "shape in conflict";

    /** Name of the answers by texture to the same images. */
    static final String TEXTURE = "texture in conflict";

    private static final Pattern NAME = Pattern.compile("([a-z]+)[0-9]+-([a-z]+)[0-9]+\\..*");
    private static final List<String> CATEGORIES = ImageNetClasses.SIXTEEN.names();

    /** Labels any listing. */
    static Labelling over(FolderListing listing) {
        return new CueConflict();
    }

    @Override
    public Optional<int[]> answers(FolderListing.Item file) throws IOException {
        return Optional.of(new int[] {category(file, 1)});
    }

    @Override
    public Map<String, Answers> asides(List<FolderListing.Item> files) throws IOException {
        List<int[]> shapes = new ArrayList<>();
        List<int[]> textures = new ArrayList<>();
        for (FolderListing.Item file : files) {
            int shape = category(file, 1);
            int texture = category(file, 2);
            shapes.add(shape == texture ? new int[0] : new int[] {shape});
            textures.add(shape == texture ? new int[0] : new int[] {texture});
        }
        Map<String, Answers> asides = new LinkedHashMap<>();
        asides.put(SHAPE, Answers.ofSets(shapes.toArray(int[][]::new)));
        asides.put(TEXTURE, Answers.ofSets(textures.toArray(int[][]::new)));
        return asides;
    }

    private static int category(FolderListing.Item file, int group) throws IOException {
        Matcher name = NAME.matcher(file.name());
        int number = name.matches() ? CATEGORIES.indexOf(name.group(group)) : -1;
        if (number < 0 || !name.group(1).equals(file.folder())) {
            throw new IOException("the image " + file.path() + " is not named after shape and texture, such as"
                    + " cat/cat3-clock2.png, with categories among " + String.join(", ", CATEGORIES));
        }
        return number;
    }
}
