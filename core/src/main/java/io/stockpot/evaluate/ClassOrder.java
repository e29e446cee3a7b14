package io.stockpot.evaluate;

import io.stockpot.text.FlowYaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Another order of the classes of a classifier than the one that labels were read in.
 *
 * @param names of all classes, in this order
 * @param numbers for each class as it was read, its number in this order
 */
public record ClassOrder(List<String> names, List<Integer> numbers) {
    /** So many names are shown in a sentence. */
    private static final int SHOWN = 3;

    /** Copies the lists. */
    public ClassOrder {
        names = List.copyOf(names);
        numbers = List.copyOf(numbers);
    }

    /**
     * Returns the order in which the classes have these names.
     *
     * @param given names in the order that labels were read in
     * @param names the same names in another order
     */
    public static ClassOrder of(List<String> given, List<String> names) {
        return new ClassOrder(names, given.stream().map(names::indexOf).toList());
    }

    /** Returns the order in which each class has the number that is told for it. */
    static ClassOrder moved(List<String> given, int[] numbers) {
        List<String> names = new ArrayList<>(Collections.nCopies(given.size(), ""));
        for (int number = 0; number < numbers.length; number++) {
            names.set(numbers[number], given.get(number));
        }
        return new ClassOrder(names, IntStream.of(numbers).boxed().toList());
    }

    /** Returns the orders that are customary for these names: alphabetical, backwards, and by number. */
    public static List<ClassOrder> customary(List<String> given) {
        List<String> alphabetical = given.stream().sorted().toList();
        List<String> backwards = new ArrayList<>(given);
        Collections.reverse(backwards);
        List<List<String>> orders = new ArrayList<>(List.of(alphabetical, backwards));
        if (given.stream().allMatch(name -> name.matches("[0-9]{1,9}"))) {
            orders.add(given.stream()
                    .sorted((one, other) -> Integer.compare(Integer.parseInt(one), Integer.parseInt(other)))
                    .toList());
        }
        return orders.stream()
                .filter(order -> !order.equals(given))
                .distinct()
                .map(order -> of(given, order))
                .toList();
    }

    /** Returns the option that says so: "--classes 'airplane, automobile, …'". */
    public String option() {
        String list = names.stream().map(FlowYaml::quoted).collect(Collectors.joining(", "));
        return "--classes '" + list + "'";
    }

    /** Returns the beginning of the order, for a sentence. */
    public String shown() {
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))) + (names.size() > SHOWN ? ", …" : "");
    }
}
