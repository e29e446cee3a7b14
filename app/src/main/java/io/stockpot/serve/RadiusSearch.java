package io.stockpot.serve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/**
 * The search for the least radius at which an attack finds a misclassified point. It begins with the radius that was
 * asked about, doubles it while nothing is found, and then halves the distance between what fell and what withstood.
 * What it finds is an upper bound: a point at that distance is known to be misclassified. What withstood proves nothing,
 * because a longer attack may find a point there.
 */
final class RadiusSearch {
    /** How often the distance is halved: the bound is within 1/64 of the first bracket. */
    static final int HALVINGS = 6;

    private final Probe probe;
    private final List<Probed> probed = new ArrayList<>();

    /** Attacks within a radius. */
    @FunctionalInterface
    interface Probe {
        /** Returns what was found within the radius, which is positive. */
        Probed at(double radius);
    }

    /**
     * What an attack found within a radius.
     *
     * @param radius of the attack
     * @param margin of the label at the worst point; negative if it is misclassified
     * @param distance of the worst point
     * @param falls whether it is misclassified
     */
    record Probed(double radius, double margin, double distance, boolean falls) {}

    /**
     * What is known of one classifier.
     *
     * @param falls distance of the nearest misclassified point found; absent if none was
     * @param above the largest smaller radius within which the attack found none
     * @param curve margins of the worst points known within each radius that was tried, by rising radius
     */
    record Found(OptionalDouble falls, double above, List<Margin> curve) {
        /** Copies the list. */
        Found {
            curve = List.copyOf(curve);
        }
    }

    /**
     * A point of the curve.
     *
     * @param radius of the ball
     * @param margin the least that is known inside it
     */
    record Margin(double radius, double margin) {}

    private RadiusSearch(Probe probe) {
        this.probe = probe;
    }

    /**
     * Searches.
     *
     * @param clean the image as it is: radius and distance are 0
     * @param asked the radius to begin with, positive
     * @param goesOn whether a larger radius may be tried
     */
    static Found find(Probe probe, Probed clean, double asked, DoublePredicate goesOn) {
        RadiusSearch search = new RadiusSearch(probe);
        search.probed.add(clean);
        if (!clean.falls()) {
            double radius = asked;
            while (!search.fallsAt(radius) && goesOn.test(2 * radius)) {
                radius *= 2;
            }
            for (int halving = 0; halving < HALVINGS && search.falls().isPresent(); halving++) {
                search.fallsAt((search.above() + search.falls().getAsDouble()) / 2);
            }
        }
        return new Found(search.falls(), search.above(), search.curve());
    }

    private boolean fallsAt(double radius) {
        Probed found = probe.at(radius);
        probed.add(found);
        return found.falls();
    }

    private OptionalDouble falls() {
        return probed.stream()
                .filter(Probed::falls)
                .mapToDouble(Probed::distance)
                .min();
    }

    /** Returns the largest radius that withstood and is smaller than what fell. */
    private double above() {
        double falls = falls().orElse(Double.POSITIVE_INFINITY);
        return probed.stream()
                .filter(one -> !one.falls() && one.radius() < falls)
                .mapToDouble(Probed::radius)
                .max()
                .orElse(0);
    }

    /** Returns the margins by radius: a point that was found in a smaller ball lies in every larger one. */
    private List<Margin> curve() {
        return probed.stream()
                .map(Probed::radius)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .map(radius -> new Margin(
                        radius,
                        probed.stream()
                                .filter(one -> one.distance() <= radius || one.radius() <= radius)
                                .mapToDouble(Probed::margin)
                                .min()
                                .orElseThrow()))
                .toList();
    }
}
