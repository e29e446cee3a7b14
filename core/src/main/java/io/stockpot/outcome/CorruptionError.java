package io.stockpot.outcome;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The mean corruption error of ImageNet-C (Hendrycks and Dietterich 2019): the error on each corruption,
 * averaged over five severities, is divided by AlexNet's, and the fifteen quotients are averaged. The paper
 * reports plain accuracies instead.
 */
public final class CorruptionError {
    /** AlexNet's errors as the authors of ImageNet-C published them (hendrycks/robustness). */
    private static final Map<String, Double> ALEXNET = alexNet();

    private CorruptionError() {}

    private static Map<String, Double> alexNet() {
        Map<String, Double> errors = new LinkedHashMap<>();
        errors.put("gaussian_noise", 0.886428);
        errors.put("shot_noise", 0.894468);
        errors.put("impulse_noise", 0.922640);
        errors.put("defocus_blur", 0.819880);
        errors.put("glass_blur", 0.826268);
        errors.put("motion_blur", 0.785948);
        errors.put("zoom_blur", 0.798360);
        errors.put("snow", 0.866816);
        errors.put("frost", 0.826572);
        errors.put("fog", 0.819324);
        errors.put("brightness", 0.564592);
        errors.put("contrast", 0.853204);
        errors.put("elastic_transform", 0.646056);
        errors.put("pixelate", 0.717840);
        errors.put("jpeg_compression", 0.606500);
        return errors;
    }

    /** Returns whether outcomes under these conditions have a mean corruption error. */
    public static boolean suits(List<String> conditions) {
        return ALEXNET.keySet().stream()
                .allMatch(corruption -> IntStream.rangeClosed(1, 5)
                        .allMatch(severity -> conditions.contains(corruption + " " + severity)));
    }

    /**
     * Returns the mean corruption error; AlexNet's is 1. It is meaningful on ImageNet-C only.
     *
     * @param outcomes under the 75 conditions, with labels such as "fog 3"
     * @throws IllegalArgumentException if one of them is missing
     */
    public static double mean(Outcomes outcomes) {
        return ALEXNET.entrySet().stream()
                .mapToDouble(corruption -> error(outcomes, corruption.getKey()) / corruption.getValue())
                .average()
                .orElseThrow();
    }

    private static double error(Outcomes outcomes, String corruption) {
        List<String> severities = IntStream.rangeClosed(1, 5)
                .mapToObj(severity -> corruption + " " + severity)
                .toList();
        return severities.stream()
                .mapToDouble(condition -> 1 - outcomes.accuracy(condition).value())
                .average()
                .orElseThrow();
    }
}
