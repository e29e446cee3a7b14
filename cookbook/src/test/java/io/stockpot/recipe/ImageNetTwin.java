package io.stockpot.recipe;

import io.stockpot.evaluate.Condition;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.text.YamlRecords;
import io.stockpot.train.ModelSource;
import io.stockpot.train.Schedule;
import io.stockpot.train.Training;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The small overlay under which a recipe of the paper's ImageNet experiments runs within seconds: the pictures of
 * {@link ImageNetPictures}, a network of two blocks, two steps of training, attacks of two steps, coarse grids. All else
 * is the recipe's: objectives, optimizers, schedules, augmentation, families, protocols, figures.
 */
final class ImageNetTwin {
    private static final Path RECIPES = Path.of("../recipes/imagenet");
    private static final String SIZE = "size: {custom: {width: 16, depth: 2, heads: 2}}, patch: 16, image: 32";
    private static final String SMALL_PICTURES = ", resize: 32, crop: 32}}";

    private final Path root;
    private final List<String> settings = new ArrayList<>();

    private ImageNetTwin(Path root) {
        this.root = root;
    }

    /** Returns a recipe as it is shipped. */
    static Recipe original(String name) throws IOException {
        return Recipe.read(RECIPES.resolve(name + ".yaml"), List.of());
    }

    /** Returns a small transformer as recipes write it. */
    static String transformer(String pooling) {
        return "{vision-transformer: {" + SIZE + ", pooling: " + pooling + "}}";
    }

    /**
     * Returns the twin of a recipe.
     *
     * @param root of the pictures and of exported models
     * @param more settings beside the overlay
     */
    static Recipe of(String name, Path root, List<String> more) throws IOException {
        ImageNetTwin twin = new ImageNetTwin(root);
        twin.overlay(original(name));
        twin.settings.addAll(more);
        return Recipe.read(RECIPES.resolve(name + ".yaml"), twin.settings);
    }

    private void overlay(Recipe recipe) {
        recipe.data().ifPresent(data -> set("data", "{image-net: {path: '" + root + "/imagenet'" + SMALL_PICTURES));
        recipe.models().forEach((name, model) -> {
            model.training().ifPresent(training -> train("models." + name + ".", training));
            model.file().ifPresent(file -> checkpoint("models." + name, file));
        });
        recipe.soups().forEach((name, soup) -> set("soups." + name + ".weights", coarse(soup.weights())));
        recipe.evaluate().ifPresent(this::evaluate);
        recipe.export().ifPresent(export -> set("export.folder", "'" + root.resolve(export.folder()) + "'"));
        shifts(recipe);
        recipe.seasonings().keySet().forEach(name -> {
            set("seasonings." + name + ".weights", "{simplex: {denominator: 1}}");
            set("seasonings." + name + ".best", "1");
        });
        List<ReportBlock> blocks = recipe.report().map(ReportPlan::blocks).orElse(List.of());
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i) instanceof SeasoningBlock.FewShot) {
                set("report.blocks." + i + ".few-shot.study", "{sizes: [1], held-out: 1, repetitions: 2}");
            }
        }
    }

    private void set(String path, String value) {
        settings.add(path + "=" + value);
    }

    private void train(String model, Training training) {
        String path = model + YamlRecords.nameOf((Record) training) + ".";
        if (training.network().isPresent()) {
            boolean transformer = training.network().get().imageSide().isPresent();
            set(
                    path + "architecture",
                    transformer
                            ? transformer("class-token")
                            : "{wide-res-net: {depth: 10, widen-factor: 1, classes: 1000}}");
        }
        if (training.settings().schedule() instanceof Schedule.Cosine cosine
                && cosine.warmUpEpochs().isPresent()) {
            set(path + "schedule.cosine.warm-up-epochs", "0.2");
        }
        set(path + "epochs", "0.5");
        set(path + "batch-size", "8");
        set(path + "micro-batch", "4");
        set(path + "selection.images", "4");
    }

    private void checkpoint(String model, ModelSource.Checkpoint file) {
        Path path = root.resolve(file.path());
        if (file.fresh().isEmpty()) {
            set(model, "{checkpoint: '" + path + "'}");
        } else {
            set(model + ".checkpoint.path", "'" + path + "'");
            set(model + ".checkpoint.architecture", transformer("mean-then-norm"));
        }
    }

    private static String coarse(WeightGrid grid) {
        if (!(grid instanceof WeightGrid.Segment segment)) {
            return "{simplex: {denominator: 1}}";
        }
        BigDecimal length = new BigDecimal(segment.to()).subtract(new BigDecimal(segment.from()));
        String step = length.divide(BigDecimal.valueOf(2)).toPlainString();
        return "{segment: {from: " + segment.from() + ", to: " + segment.to() + ", step: " + step + "}}";
    }

    private void evaluate(EvaluationPlan evaluation) {
        set("evaluate.images", "6");
        for (int i = 0; i < evaluation.each().size(); i++) {
            if (evaluation.each().get(i) instanceof Condition.Robust) {
                set("evaluate.conditions." + i + ".robust.attack.apgd.steps", "2");
            }
        }
    }

    private void shifts(Recipe recipe) {
        recipe.shifts().forEach((name, shift) -> {
            String kind = YamlRecords.nameOf((Record) shift.images());
            String folder = switch (name) {
                case "imagenet", "real" -> "imagenet/val";
                case "v2" -> "imagenetv2";
                case "a", "r", "c" -> "imagenet-" + name;
                default -> name;
            };
            String labels = name.equals("real") ? ", labels: '" + root + "/imagenet/real.json'" : "";
            set(
                    "shifts." + name + ".images",
                    "{" + kind + ": {path: '" + root + "/" + folder + "'" + labels + SMALL_PICTURES);
            set("shifts." + name + ".adaptation", "3");
        });
    }
}
