package io.stockpot.evaluate;

import io.stockpot.model.CustomaryNormalisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In what classifier and photos are read otherwise than was told.
 *
 * @param normalisation another one, if any
 * @param side pixels to which photos are resized and cropped instead, if any
 * @param order another one of the classes, if any
 */
public record Reading(
        Optional<CustomaryNormalisation> normalisation, Optional<Integer> side, Optional<ClassOrder> order) {
    /** As told. */
    public static final Reading AS_TOLD = new Reading(Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns this with another normalisation. */
    Reading with(CustomaryNormalisation other) {
        return new Reading(Optional.of(other), side, order);
    }

    /** Returns this with another size. */
    Reading with(int other) {
        return new Reading(normalisation, Optional.of(other), order);
    }

    /** Returns this with another order. */
    Reading with(ClassOrder other) {
        return new Reading(normalisation, side, Optional.of(other));
    }

    /** Returns the number of the class that a label stands for. */
    int label(int told) {
        return order.map(other -> other.numbers().get(told)).orElse(told);
    }

    /** Returns what is done: "with CIFAR-10's normalisation and the photos resized to 32 pixels". */
    public String described() {
        List<String> parts = new ArrayList<>();
        normalisation.ifPresent(
                other -> parts.add(other.name().equals("none") ? "no normalisation" : other.name() + " normalisation"));
        side.ifPresent(other -> parts.add("the photos at " + other + "×" + other + " pixels"));
        order.ifPresent(other -> parts.add("the classes in the order " + other.shown()));
        return parts.isEmpty() ? "as told" : "with " + String.join(" and ", parts);
    }

    /** Returns the options that say so, to be pasted. */
    public String options() {
        List<String> parts = new ArrayList<>();
        normalisation.ifPresent(other -> parts.add(other.option()));
        side.ifPresent(other -> parts.add("--resize " + other + " --crop " + other));
        order.ifPresent(other -> parts.add(other.option()));
        return String.join(" ", parts);
    }
}
