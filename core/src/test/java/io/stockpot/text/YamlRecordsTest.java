package io.stockpot.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlRecordsTest {
    private static final String VALID = """
            # the menu of the day
            title: Monday
            guests: 4
            cook: Ada
            spice: very-hot
            starter: {soup8: {parts-per-herb: [0.25, 0.75]}}
            tables: [3, 1]
            courses:
              main:
                soup8: {millilitres-each: 500, parts-per-herb: [1]}
              end: bread-and-butter
            heat: 180 C
            hall: {rows: 7}
            """;

    private static Menu read(String text, String... overrides) throws TextException {
        return YamlRecords.read(text, "menu.yaml", Menu.class, List.of(overrides));
    }

    @Test
    void everySupportedTypeIsRead() throws TextException {
        Menu menu = read(VALID);
        assertThat(menu)
                .isEqualTo(new Menu(
                        "Monday",
                        1,
                        4,
                        0.5,
                        false,
                        Optional.of("Ada"),
                        Menu.Spice.VERY_HOT,
                        new Menu.Soup8(250, List.of(0.25, 0.75)),
                        new Menu.BreadAndButter(),
                        List.of(3, 1),
                        Map.of("main", new Menu.Soup8(500, List.of(1.0)), "end", new Menu.BreadAndButter()),
                        Menu.Heat.parse("180 C"),
                        Optional.of(new Menu.Hall(7, 2))));
        assertThat(menu.courses().keySet()).containsExactly("main", "end");
    }

    @Test
    void takesOverTheKeysOfAnotherMappingThatAreNotWrittenBesideIt() throws TextException {
        String text = VALID.replace(
                "main:\n    soup8: {millilitres-each: 500, parts-per-herb: [1]}",
                "main: {soup8: &large {millilitres-each: 500, parts-per-herb: [1]}}\n  late: {soup8: {parts-per-herb: [0.5, 0.5], <<: *large}}\n  early: {soup8: {<<: *large, parts-per-herb: [0.5, 0.5]}}");
        Menu.Soup8 taken = new Menu.Soup8(500, List.of(0.5, 0.5));
        assertThat(read(text).courses()).containsEntry("late", taken).containsEntry("early", taken);
        assertThat(read(text, "courses.late.soup8.millilitres-each=9").courses())
                .containsEntry("late", new Menu.Soup8(9, List.of(0.5, 0.5)))
                .containsEntry("early", taken);
    }

    /** Each line of {@link #VALID} is replaced by another one, which must give this error. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "title: Monday | titel: Monday | 2:1: unknown key 'titel' in 'menu'; did you mean 'title'? known keys: title,"
                        + " seed, guests, salt, vegan, cook, spice, starter, side, tables, courses, heat, hall",
                "title: Monday | '' | 3:1: not valid YAML: expected '<document start>'",
                "title: Monday | title: | 2:7: title: expected text, found nothing",
                "title: Monday | title: [a, b] | 2:8: title: expected text, found a list",
                "title: Monday | {} : 3 | 2:1: a key must be a name, not a list or a mapping",
                "title: Monday | <<: [guests] | 2:5: '<<' takes over the keys of one mapping, as in <<: *name, not a list",
                "title: Monday | title: !chef Ada | 2:8: tag '!chef' is not supported; write the value alone",
                "title: Monday | ? [a] | 2:3: a key must be a name, not a list or a mapping",
                "title: Monday | ~: 3 | 2:1: unknown key '~'",
                "guests: 4 | seed: 1 | 2:1: missing key 'guests' in 'menu'",
                "guests: 4 | guests: four | 3:9: guests: expected a whole number, such as 3, found the text 'four'",
                "guests: 4 | guests: 4.5 | 3:9: guests: expected a whole number, such as 3, found the number 4.5",
                "guests: 4 | guests: '4' | 3:9: guests: expected a whole number, such as 3, found the text '4'",
                "guests: 4 | guests: 3000000000 | 3:9: guests: '3000000000' is out of range; write -2147483648 to 2147483647",
                "guests: 4 | guests: 0 | 3:9: guests must be positive, not 0",
                "cook: Ada | salt: a lot | 4:7: salt: expected a number, such as 0.1, found the text 'a lot'",
                "cook: Ada | salt: .nan | 4:7: salt: expected a number, such as 0.1, found the text '.nan'",
                "cook: Ada | salt: 1e999 | 4:7: salt: 1e999 is too large for a number; the largest is 1.7976931348623157E308",
                "cook: Ada | vegan: yes | 4:8: vegan: expected true or false, found the text 'yes'",
                "cook: Ada | title: Ada | 4:1: duplicate key 'title', first written at 2:1",
                "cook: Ada | cook: {a: 1} | 4:7: cook: expected text, found a mapping of a",
                "spice: very-hot | spice: very-hit | 5:8: spice: unknown value 'very-hit'; did you mean 'very-hot'?"
                        + " known values: mild, very-hot",
                "spice: very-hot | spice: [] | 5:8: spice: expected one of mild, very-hot, found an empty list",
                "tables: [3, 1] | tables: 3 | 7:9: tables: expected a list, such as [a, b], found the number 3",
                "tables: [3, 1] | tables: [3, x] | 7:13: tables[1]: expected a whole number, such as 3, found the text 'x'",
                "end: bread-and-butter | end: bread | 11:8: end: unknown choice 'bread'; known choices: bread-and-butter,"
                        + " soup8, leftover",
                "end: bread-and-butter | end: {soup: {}} | 11:9: end: unknown choice 'soup'; did you mean 'soup8'?",
                "end: bread-and-butter | end: soup8 | 11:8: missing key 'parts-per-herb' in 'soup8'",
                "end: bread-and-butter | end: {leftover: {}, soup8: {}} | 11:8: end: expected one choice among"
                        + " bread-and-butter, soup8, leftover, written {bread-and-butter: {…}}, found a mapping of leftover,"
                        + " soup8",
                "end: bread-and-butter | end: {soup8: 7} | 11:16: soup8: expected a mapping with keys millilitres-each,"
                        + " parts-per-herb, found the number 7",
                "end: bread-and-butter | end: {soup8: {parts-per-herb: [0.5]}} | 11:16: soup8: the parts must sum to one",
                "end: bread-and-butter | end: {leftover: main} | 11:19: there is no course 'main'",
                "end: bread-and-butter | end: {bread-and-butter: {of: 3}} | 11:28: unknown key 'of' in 'bread-and-butter';"
                        + " there are no keys",
                "end: bread-and-butter | end: {leftover: {of: main}} | 11:24: there is no course 'main'",
                "heat: 180 C | heat: hot | 12:7: heat: 'hot' is no heat; write e.g. '180 C'",
                "heat: 180 C | heat: {a: 1} | 12:7: heat: expected text, found a mapping of a",
                "hall: {rows: 7} | hall: {rows: 7 | not valid YAML: while parsing a flow mapping, expected ',' or '}'",
                "hall: {rows: 7} | hall: {} | 13:7: missing key 'rows' in 'hall'",
                "hall: {rows: 7} | hall: *nobody | 13:7: not valid YAML: found undefined alias nobody",
                "hall: {rows: 7} | hall: 7: 7 | 13:8: not valid YAML: mapping values are not allowed here",
                "hall: {rows: 7} | --- | 13:1: not valid YAML: expected a single document in the stream, but found another document"
            })
    void errorsCarryLineAndColumn(String line, String replacement, String message) {
        assertThat(VALID).contains(line);
        assertThatThrownBy(() -> read(VALID.replace(line, replacement)))
                .isInstanceOf(TextException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "# nothing", "---", "~", "{}"})
    void anEmptyDocumentLacksItsKeys(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(TextException.class)
                .hasMessageContaining("missing keys 'title', 'guests', 'spice', 'starter', 'heat' in 'menu'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "guests=5 | guests | 5",
                "seed = 12 | seed | 12",
                "tables.1=9 | tables | [3, 9]",
                "tables=[] | tables | []",
                "courses.main.soup8.millilitres-each=1_000 | courses | {main=Soup8[millilitresEach=1000,"
                        + " partsPerHerb=[1.0]], end=BreadAndButter[]}",
                "courses.end={soup8: {parts-per-herb: [1e0]}} | courses | {main=Soup8[millilitresEach=500,"
                        + " partsPerHerb=[1.0]], end=Soup8[millilitresEach=250, partsPerHerb=[1.0]]}",
                "hall= | hall | Optional.empty",
                "heat=20 C | heat | 20 C",
                "title=a=b | title | a=b"
            })
    void overridesChangeTheText(String override, String component, String expected) throws Exception {
        Menu menu = read(VALID, override);
        Object value = Menu.class.getDeclaredMethod(component).invoke(menu);
        assertThat(value).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "guests=five | in --set guests: guests: expected a whole number, such as 3, found the text 'five'",
                "guests=0 | in --set guests: guests must be positive, not 0",
                "gusts=5 | in --set gusts: unknown key 'gusts' in 'menu'; did you mean 'guests'?",
                "courses.mian.soup8=7 | in --set courses.mian.soup8: there is no 'mian' at 'courses'; did you mean 'main'?"
                        + " known keys: main, end",
                "corses.main=7 | in --set corses.main: there is no 'corses' at the top; did you mean 'courses'?",
                "tables.2=7 | in --set tables.2: there is no '2' at 'tables'; the list has 2 items, the first is number 0",
                "courses.end.x=7 | in --set courses.end.x: there is no 'x' at 'courses.end', which is the text"
                        + " 'bread-and-butter'; set the whole value instead",
                "guests | in --set guests: write path=value, such as models.linf.train.epochs=2",
                "=7 | in --set : write path=value",
                "a..b=7 | in --set a..b: there is no 'a' at the top",
                "guests={a: | in --set guests: not valid YAML"
            })
    void errorsInOverridesNameThePath(String override, String message) {
        assertThatThrownBy(() -> read(VALID, override))
                .isInstanceOf(TextException.class)
                .hasMessageContaining(message);
    }

    @Test
    void overridesApplyInOrder() throws TextException {
        Menu menu = read(VALID, "hall={rows: 1}", "hall.columns=5", "hall.rows=2");
        assertThat(menu.hall()).contains(new Menu.Hall(2, 5));
    }

    @Test
    void aliasesRepeatValues() throws TextException {
        Menu menu = read(VALID.replace("[3, 1]", "&numbers [3, 1]").replace("[0.25, 0.75]", "[0, 1]"));
        assertThat(menu.tables()).containsExactly(3, 1);
    }

    @Test
    void explodingAndEndlessDocumentsAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String alias = "*a" + (i - 1) + ", ";
            bomb.append("a%d: &a%d [%s%s]\n".formatted(i, i, alias.repeat(4), alias));
        }
        for (String text : List.of(
                bomb.toString(),
                "a: &a [*a]",
                "[".repeat(10_000),
                "{a: ".repeat(1_000),
                "a: " + "x".repeat(2_000_000),
                "- ".repeat(5_000))) {
            assertThatThrownBy(() -> read(text)).isInstanceOf(TextException.class);
        }
    }

    @Test
    void randomDamageGivesAValueOrAnErrorWithAPlace() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        String alphabet = "{}[]:,-#&*!|>'\"%@`?~ \n\t\\0123.eE_abcxyz<=\u0000\ud83d\u2028é";
        List<String> survivors = new ArrayList<>();
        for (int trial = 0; trial < 20_000; trial++) {
            StringBuilder text = new StringBuilder(VALID);
            int edits = 1 + random.nextInt(4);
            for (int i = 0; i < edits; i++) {
                int at = random.nextInt(text.length());
                char character = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, character);
                    case 2 -> text.setCharAt(at, character);
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                }
            }
            try {
                survivors.add(read(text.toString()).title());
            } catch (TextException expected) {
                assertThat(expected.place().line()).isPositive();
                assertThat(expected.place().column()).isPositive();
                assertThat(expected.sentence()).isNotBlank().doesNotContain("\n");
            } catch (RuntimeException unexpected) {
                throw new AssertionError("of the text:\n" + text, unexpected);
            }
        }
        assertThat(survivors).hasSizeGreaterThan(100).hasSizeLessThan(19_000);
    }

    @Test
    void filesThatCannotBeReadAreNamed(@TempDir Path folder) throws IOException {
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xc3, 0x28});
        Path huge = Files.write(folder.resolve("huge.yaml"), new byte[5 << 20]);
        Path missing = folder.resolve("missing.yaml");
        for (Path file : List.of(binary, huge, missing, folder)) {
            assertThatIOException()
                    .isThrownBy(() -> YamlRecords.read(file, Menu.class, List.of()))
                    .withMessageContaining("'" + file + "'");
        }
        Path good = Files.writeString(folder.resolve("good.yaml"), VALID);
        assertThat(YamlRecords.read(good, Menu.class, List.of()).guests()).isEqualTo(4);
    }
}
