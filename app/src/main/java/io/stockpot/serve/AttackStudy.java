package io.stockpot.serve;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.AttackLoss;
import io.stockpot.base.Guards;
import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelMap;
import io.stockpot.evaluate.AttackedImage;
import io.stockpot.evaluate.ImageAttack;
import io.stockpot.evaluate.Prediction;
import io.stockpot.model.Classifier;
import io.stockpot.threat.Epsilon;
import io.stockpot.threat.ThreatModel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The attack on one picture: APGD within a threat, what it does to the picture and to the logits, and the least radius
 * at which the soup and its ingredients are found to fall. The same question has the same answer.
 *
 * @param photos of which one is attacked; the attacks lead away from its class or, where nobody knows that, from what
 *     each model answers to the picture as it is
 * @param photo its number
 * @param threat within which the picture is shown
 * @param steps of APGD at each radius, from 1 to 1000
 * @param seed of all that is random
 */
record AttackStudy(Photos photos, int photo, ThreatModel threat, int steps, Seed seed) {
    private static final int MOST_STEPS = 1000;
    /** Decimals of a radius that is not written as it was asked. */
    private static final int DECIMALS = 12;

    /** A network with its name on the page. */
    record Contender(String name, Classifier classifier) {}

    /** Checks the question. */
    AttackStudy {
        if (photo < 0 || photo >= photos.size()) {
            throw new IllegalArgumentException(
                    "there is no photo " + photo + "; they are numbered from 0 to " + (photos.size() - 1));
        }
        Guards.requireAtLeast("steps", 1, steps);
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException("steps must be at most " + MOST_STEPS + ", not " + steps);
        }
        if (!threat.allowsChange()) {
            throw new IllegalArgumentException("'" + threat + "' allows no change; choose a radius above 0");
        }
        threat.requireWithin(photos.images().shape().length());
    }

    /**
     * Attacks.
     *
     * @param soup whose picture is shown
     * @param ingredients whose radii are found for comparison; may be empty
     * @param progress is told before each pass of a network
     * @throws CancellationException if nobody wants the result any more
     */
    AttackResult run(Contender soup, List<Contender> ingredients, Job.Steps progress) {
        Apgd apgd = new Apgd(steps, 1, Optional.of(AttackLoss.MARGIN));
        ImageAttack attack = new ImageAttack(apgd, photos.images(), photo, seed);
        List<Contender> all = new ArrayList<>(List.of(soup));
        all.addAll(ingredients);
        List<AttackResult.Model> models = new ArrayList<>();
        AttackedImage shown = null;
        for (int place = 0; place < all.size(); place++) {
            Fall fall = new Fall(attack, all.get(place), new Watch(progress, all, place));
            models.add(fall.model());
            shown = place == 0 ? fall.asked() : shown;
        }
        return result(attack, soup.classifier(), shown, models);
    }

    /** Returns about how many passes a model takes: one radius, the halvings, and one doubling. */
    private long expected() {
        return (RadiusSearch.HALVINGS + 2L) * (steps + 1);
    }

    private AttackResult result(
            ImageAttack attack, Classifier soup, AttackedImage shown, List<AttackResult.Model> models) {
        ImageShape shape = photos.images().shape();
        float[] original = attack.original();
        float[] perturbed = shown.perturbed();
        Magnified change = Magnified.of(original, perturbed);
        float[] rounded = attack.logits(soup, PngPicture.rounded(perturbed));
        return new AttackResult(
                threat.toString(),
                threat.epsilon().toString(),
                shown.distance(),
                change.scale(),
                new AttackResult.Pictures(
                        PngPicture.url(original, shape),
                        PngPicture.url(change.values(), shape),
                        PngPicture.url(perturbed, shape)),
                new AttackResult.Logits(numbers(shown.before()), numbers(shown.after())),
                new AttackResult.Answers(
                        photos.className(label().orElseGet(() -> answer(shown.before()))),
                        photos.className(answer(shown.before())),
                        photos.className(answer(shown.after())),
                        photos.className(answer(rounded))),
                models,
                AttackWords.of(this, shown));
    }

    /** Decides what counts as an answer as an evaluation does: extreme weights make networks that answer nothing. */
    private static int answer(float[] logits) {
        return Prediction.of(logits, new LabelMap.AllClasses()).answer();
    }

    /** Returns null for what is no number: JSON has no word for it. */
    private static List<Float> numbers(float[] values) {
        List<Float> numbers = new ArrayList<>();
        for (float value : values) {
            numbers.add(Float.isFinite(value) ? value : null);
        }
        return numbers;
    }

    /** Returns the class of the picture, if it is known. */
    Optional<Integer> label() {
        return photos.label(photo);
    }

    /** Returns the threat of another radius. */
    private ThreatModel within(double radius) {
        String text = BigDecimal.valueOf(radius)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return new ThreatModel(threat.norm(), Epsilon.parse(text));
    }

    /** Counts the passes of one model. */
    private final class Watch implements Runnable {
        private final Job.Steps progress;
        private final String doing;
        private final int place;
        private final int count;
        private long passes;

        Watch(Job.Steps progress, List<Contender> all, int place) {
            this.progress = progress;
            this.place = place;
            this.count = all.size();
            this.doing = "attack on " + all.get(place).name()
                    + (count == 1 ? "" : ", " + (place + 1) + " of " + count + " models");
        }

        @Override
        public void run() {
            progress.at((place + Math.min(1, (double) passes / expected())) / count, doing);
            passes++;
        }
    }

    /** The search for the radius at which one model falls. */
    private final class Fall {
        private final ImageAttack attack;
        private final Contender contender;
        private final Watch watch;
        private final int from;
        private AttackedImage asked;

        Fall(ImageAttack attack, Contender contender, Watch watch) {
            this.attack = attack;
            this.contender = contender;
            this.watch = watch;
            watch.run();
            this.from = label().orElseGet(
                            () -> AttackedImage.largest(attack.logits(contender.classifier(), attack.original())));
        }

        AttackResult.Model model() {
            RadiusSearch.Probed asIs = asIs();
            RadiusSearch.Found found =
                    RadiusSearch.find(this::at, asIs, threat.epsilon().value(), this::mayTry);
            return new AttackResult.Model(
                    contender.name(),
                    found.falls(),
                    found.above(),
                    found.curve(),
                    AttackWords.of(threat, steps, found));
        }

        /** Attacks within the threat that was asked about, which also classifies the image as it is. */
        private RadiusSearch.Probed asIs() {
            asked = attack.against(contender.classifier(), from, threat, watch);
            return new RadiusSearch.Probed(0, AttackedImage.margin(asked.before(), from), 0, !asked.correct());
        }

        private RadiusSearch.Probed at(double radius) {
            AttackedImage found = radius == threat.epsilon().value()
                    ? asked
                    : attack.against(contender.classifier(), from, within(radius), watch);
            return new RadiusSearch.Probed(radius, found.margin(from), found.distance(), !found.withstood());
        }

        /** A radius that leaves hardly anything of a picture tells nothing about a classifier. */
        private boolean mayTry(double radius) {
            int values = photos.images().shape().length();
            return threat.doubt(values).isEmpty()
                    && within(radius).doubt(values).isEmpty();
        }

        AttackedImage asked() {
            return asked;
        }
    }
}
