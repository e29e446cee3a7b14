package io.stockpot;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import io.stockpot.threat.Norm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the code to asking choices rather than asking which one they are. What answers by a method or an exhaustive
 * switch does not compile when there is a new choice; a chain of {@code instanceof} or {@code ==} falls through.
 */
class ChoicesTest {
    private static final JavaClasses CLASSES = ArchitectureTest.CLASSES;

    /** "Class asks for Choice", and why it may. */
    private static final Map<String, String> MAY_ASK = new TreeMap<>();

    /** "File casts to Choice", and why it may. */
    private static final Map<String, String> MAY_CAST = new TreeMap<>();

    /** "Class reads Norm.CONSTANT", and why it may: to make a threat, say, and not to compare. */
    private static final Map<String, String> MAY_NAME_A_NORM = new TreeMap<>();

    static {
        MAY_NAME_A_NORM.put("attack.SparseAscent reads Norm.L1", "its steps are those of L1");
    }

    @Test
    void outsideTheirPackageNobodyAsksWhichChoiceItIs() {
        Map<String, Set<String>> packages = packagesOfChoices();
        assertThat(packages)
                .as("what is looked for")
                .containsEntry("io.stockpot.attack.Square", Set.of("io.stockpot.attack"))
                .containsKey("io.stockpot.train.Training");
        Set<String> found = new TreeSet<>();
        for (JavaClass one : CLASSES) {
            for (JavaCodeUnit unit : one.getCodeUnits()) {
                asked(unit)
                        .filter(choice -> packages.containsKey(choice.getName()))
                        .filter(choice -> !packages.get(choice.getName()).contains(one.getPackageName()))
                        .forEach(choice -> found.add(place(one) + " asks for " + simpleName(choice)));
            }
        }
        assertThat(found)
                .as("give the choice a method that answers instead; if that is wrong, allow it here and say why")
                .isEqualTo(MAY_ASK.keySet());
    }

    /** Casts are looked for in the sources: the compiler adds others wherever a type has parameters. */
    @Test
    void outsideTheirPackageNobodyCastsToAChoice() throws IOException {
        Map<String, Set<String>> packages = packagesOfChoices();
        Set<String> found = new TreeSet<>();
        for (String module : List.of("core", "cookbook", "app")) {
            Path root = Path.of("..", module, "src/main/java");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String room = root.relativize(file.getParent()).toString().replace('/', '.');
                    String source = Files.readString(file);
                    packages.forEach((choice, own) -> {
                        if (!own.contains(room) && castsTo(source, choice)) {
                            found.add(file.getFileName() + " casts to " + choice);
                        }
                    });
                }
            }
        }
        assertThat(found).as("give the choice a method that answers instead").isEqualTo(MAY_CAST.keySet());
    }

    private static boolean castsTo(String source, String choice) {
        String outermost = choice.replaceFirst("\\$.*", "");
        String name = choice.replaceFirst(".*[.$]", "");
        return source.contains("import " + outermost + ";")
                && Pattern.compile("\\((\\w+\\.)*" + name + "\\) ?[\\w(]")
                        .matcher(source)
                        .find();
    }

    /** Returns the classes of all sealed interfaces, by name, and the packages of those interfaces. */
    private static Map<String, Set<String>> packagesOfChoices() {
        Map<String, Set<String>> packages = new HashMap<>();
        for (JavaClass one : CLASSES) {
            Class<?> type = one.reflect();
            if (type.isInterface() && type.isSealed()) {
                for (Class<?> choice : type.getPermittedSubclasses()) {
                    packages.computeIfAbsent(choice.getName(), unknown -> new TreeSet<>())
                            .add(type.getPackageName());
                }
            }
        }
        return packages;
    }

    /** Returns the classes that a method asks for by {@code instanceof}, or by what {@link Class} has in its place. */
    private static Stream<JavaClass> asked(JavaCodeUnit unit) {
        Stream<JavaClass> checks = unit.getInstanceofChecks().stream().map(check -> check.getRawType());
        boolean reflects = Stream.concat(
                        unit.getMethodCallsFromSelf().stream(), unit.getMethodReferencesFromSelf().stream())
                .map(JavaCodeUnitAccess::getTarget)
                .anyMatch(target -> target.getOwner().isEquivalentTo(Class.class)
                        && Set.of("isInstance", "cast").contains(target.getName()));
        Stream<JavaClass> literals = unit.getReferencedClassObjects().stream()
                .filter(literal -> reflects)
                .map(literal -> literal.getRawType());
        return Stream.concat(checks, literals);
    }

    @Test
    void outsideTheirPackageNobodyComparesNorms() {
        Set<String> found = new TreeSet<>();
        for (JavaClass one : CLASSES) {
            if (!one.getPackageName().equals(Norm.class.getPackageName()) && !isTableOfASwitch(one)) {
                one.getFieldAccessesFromSelf().stream()
                        .filter(ChoicesTest::readsANorm)
                        .forEach(access -> found.add(
                                place(one) + " reads Norm." + access.getTarget().getName()));
            }
        }
        assertThat(found)
                .as("ask a method of the norm, or switch over all norms")
                .isEqualTo(MAY_NAME_A_NORM.keySet());
    }

    private static boolean readsANorm(JavaFieldAccess access) {
        return access.getTargetOwner().isEquivalentTo(Norm.class)
                && Arrays.stream(Norm.values())
                        .map(Norm::name)
                        .anyMatch(access.getTarget().getName()::equals);
    }

    /** The compiler makes such classes for exhaustive switches; they name every constant. */
    private static boolean isTableOfASwitch(JavaClass one) {
        return one.getFields().stream().anyMatch(field -> field.getName().startsWith("$SwitchMap$"));
    }

    private static String place(JavaClass one) {
        return one.getName().replaceFirst("^io\\.stockpot\\.", "");
    }

    private static String simpleName(JavaClass choice) {
        return choice.getName().substring(choice.getPackageName().length() + 1);
    }
}
