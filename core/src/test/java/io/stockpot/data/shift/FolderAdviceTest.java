package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.data.source.Cifar10;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders that are not what was meant: what is said names what was. */
class FolderAdviceTest {
    private static final List<String> CIFAR10 = new Cifar10().classNames();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "Dog, dog",
        "dogs, dog",
        "plane, airplane",
        "Aeroplanes, airplane",
        "car, automobile",
        "cars, automobile",
        "hrose, horse",
        "auto-mobile, automobile",
        "trucks, truck"
    })
    void findsTheClassThatIsMeant(String written, String meant) {
        assertThat(NearNames.of(written, CIFAR10)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"house", "cow", "bat", "unknown", "x"})
    void findsNoClassWhereNoneIsNear(String written) {
        assertThat(NearNames.of(written, List.of("dog", "cat", "airplane"))).isEmpty();
    }

    @Test
    void asksOnceForAllFolders() {
        assertThatThrownBy(() -> new ClassFolders.Named(CIFAR10)
                        .numbers(List.of("Dog", "car", "cat", "kangaroo", "plane"), List.of()))
                .hasMessageContaining("the folders 'Dog', 'car', 'kangaroo', 'plane' belong to no class")
                .hasMessageEndingWith("; did you mean dog for Dog, automobile for car, airplane for plane?");
    }

    @Test
    void namesTheParentOfTheFolderOfOneClass() throws IOException {
        picture("photos/dog/1.png");
        picture("photos/cat/1.png");
        Path dog = folder.resolve("photos/dog");
        assertThatThrownBy(() -> FolderListing.of(dog))
                .hasMessage("you gave the folder of one class, '" + dog + "', with pictures such as 1.png; give its"
                        + " parent '" + folder.resolve("photos") + "', which has a folder per class");
    }

    @Test
    void namesTheFolderInTheOneThatWasGiven() throws IOException {
        picture("all/photos/dog/1.png");
        picture("all/photos/cat/1.png");
        Path all = folder.resolve("all");
        assertThatThrownBy(() -> FolderListing.of(all))
                .hasMessage("you gave '" + all + "', which holds no folder of a class; give '" + all.resolve("photos")
                        + "', which has a folder per class, such as cat");
    }

    @Test
    void saysWhatToDoWithPicturesWithoutLabels() throws IOException {
        picture("photos/1.png");
        picture("photos/2.png");
        assertThatThrownBy(() -> FolderListing.of(folder.resolve("photos")))
                .hasMessageContaining("has no label: images lie in a folder per class")
                .hasMessageContaining("sort 100 of them into folders");
    }

    @Test
    void doesNotGuessWhetherNumbersBeginAtZero() throws IOException {
        for (int number = 1; number <= 9; number++) {
            picture("photos/" + number + "/1.png");
        }
        Path photos = folder.resolve("photos");
        assertThatThrownBy(() -> ClassFolders.suiting(photos, 10))
                .hasMessageContaining("the folders 1 to 9 in '" + photos + "' may be")
                .hasMessageContaining("say --classes numeric if they are counted from 0");
        assertThat(ClassFolders.suiting(photos, 20)).isEqualTo(new ClassFolders.Numeric());
        picture("photos/0/1.png");
        assertThat(ClassFolders.suiting(photos, 10)).isEqualTo(new ClassFolders.Numeric());
    }

    private void picture(String place) throws IOException {
        Path file = folder.resolve(place);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1});
    }
}
