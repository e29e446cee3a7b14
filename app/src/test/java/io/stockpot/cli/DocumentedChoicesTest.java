package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.recipe.Recipe;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.choice.Search;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds pages and descriptions of options to naming every choice there is: unlike code, they do not stop compiling when
 * there is a new one.
 */
class DocumentedChoicesTest {
    @Test
    void namesEveryChoiceOfARecipeInThePages() throws IOException {
        Set<Class<?>> choices = new TreeSet<>(Comparator.comparing(Class::getName));
        collect(Recipe.class, choices);
        assertThat(choices)
                .as("what is looked for")
                .contains(Search.Exhaustive.class, BatchNormPolicy.Reestimate.class);
        Set<String> words = words(pages());
        assertThat(choices.stream().flatMap(DocumentedChoicesTest::names).filter(name -> !words.contains(name)))
                .as("choices without a word in README.md or docs")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "season, --search, io.stockpot.soup.choice.Search",
        "season, --batch-norm, io.stockpot.soup.BatchNormPolicy",
        "mix, --batch-norm, io.stockpot.soup.BatchNormPolicy"
    })
    void namesEveryChoiceOfAnOptionInItsDescription(String command, String option, Class<?> choice) {
        String description = String.join(
                " ",
                Stockpot.commandLine()
                        .getSubcommands()
                        .get(command)
                        .getCommandSpec()
                        .findOption(option)
                        .description());
        assertThat(words(description))
                .containsAll(Arrays.stream(choice.getPermittedSubclasses())
                        .flatMap(DocumentedChoicesTest::names)
                        .toList());
    }

    /** Adds the records that a value of this type may be, or hold, where its type is a sealed interface. */
    private static void collect(Type type, Set<Class<?>> choices) {
        if (type instanceof ParameterizedType parameterized) {
            Arrays.stream(parameterized.getActualTypeArguments()).forEach(argument -> collect(argument, choices));
        } else if (type instanceof Class<?> plain && plain.isSealed()) {
            for (Class<?> permitted : plain.getPermittedSubclasses()) {
                if (permitted.isSealed() || choices.add(permitted)) {
                    collect(permitted, choices);
                }
            }
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            for (RecordComponent component : plain.getRecordComponents()) {
                collect(component.getGenericType(), choices);
            }
        }
    }

    private static String pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("..", "docs"))) {
            StringBuilder text = new StringBuilder(Files.readString(Path.of("..", "README.md")));
            for (Path page :
                    docs.filter(path -> path.toString().endsWith(".md")).toList()) {
                text.append('\n').append(Files.readString(page));
            }
            return text.toString();
        }
    }

    /** Returns the words of a text as readers of YAML compare names: without case, hyphens and underscores. */
    private static Set<String> words(String text) {
        return Pattern.compile("[^\\w-]+")
                .splitAsStream(text)
                .map(DocumentedChoicesTest::plain)
                .collect(Collectors.toSet());
    }

    /** Returns the words by which a choice is written: the name of a record, those of the constants of an enum. */
    private static Stream<String> names(Class<?> choice) {
        return choice.isEnum()
                ? Arrays.stream(choice.getEnumConstants()).map(constant -> plain(((Enum<?>) constant).name()))
                : Stream.of(plain(choice.getSimpleName()));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }
}
