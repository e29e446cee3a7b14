package io.stockpot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code against ARCHITECTURE.md: rooms in one direction. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.stockpot");

    private static final List<String> GROUND = List.of("base", "text");

    /** Each room and the rooms it may use; all may use base and text, which use nothing. */
    private static final Map<String, List<String>> ROOMS = new LinkedHashMap<>();

    static {
        ROOMS.put("base", List.of());
        ROOMS.put("text", List.of());
        ROOMS.put("tensor", List.of());
        ROOMS.put("data", List.of("tensor"));
        ROOMS.put("model", List.of("tensor"));
        ROOMS.put("threat", List.of("tensor"));
        ROOMS.put("attack", List.of("tensor", "model", "threat"));
        ROOMS.put("train", List.of("tensor", "data", "model", "threat", "attack"));
        ROOMS.put("evaluate", List.of("tensor", "data", "model", "threat", "attack"));
        ROOMS.put("soup", List.of("tensor", "data", "model", "evaluate"));
        ROOMS.put("report", List.of("evaluate", "soup"));
        ROOMS.put("claim", List.of("evaluate", "soup", "report"));
        ROOMS.put(
                "recipe",
                List.of("tensor", "data", "model", "threat", "attack", "train", "evaluate", "soup", "report", "claim"));
    }

    @Test
    void roomsDependInOneDirection() {
        ROOMS.forEach((room, allowed) -> {
            String[] forbidden = ROOMS.keySet().stream()
                    .filter(other -> !other.equals(room) && !GROUND.contains(other) && !allowed.contains(other))
                    .map(other -> "io.stockpot." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.stockpot." + room + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        });
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.stockpot.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyClassLivesInARoom() {
        String[] rooms = ROOMS.keySet().stream()
                .map(room -> "io.stockpot." + room + "..")
                .toArray(String[]::new);
        noClasses().should().resideOutsideOfPackages(rooms).check(CLASSES);
    }

    @Test
    void nativeTypesStayBehindTheDoor() {
        String[] closed = Arrays.stream(new String[] {"base", "text", "report", "claim", "recipe"})
                .map(room -> "io.stockpot." + room + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(closed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothingPrintsOrForcesCollection() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .callMethod(System.class, "gc")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void filesStayShort() throws IOException {
        for (String module : List.of("../core", "../app", "../bench")) {
            try (Stream<Path> files = Files.walk(Path.of(module, "src"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(400);
                }
            }
        }
    }
}
