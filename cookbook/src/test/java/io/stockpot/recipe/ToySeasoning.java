package io.stockpot.recipe;

/** A seasoning as text, and the figures that it may have. */
final class ToySeasoning {
    /** Two models, four shifts of which one is not there, and a seasoning. */
    static final String RECIPE = """
            seed: 3
            data: {mnist: {}}
            models:
              base:
                train:
                  architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}
                  objective: nominal
                  schedule: {cyclic: {rate: 0.1}}
                  epochs: 2
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100}
              other:
                fine-tune:
                  from: base
                  objective: nominal
                  schedule: {cosine: {rate: 0.05}}
                  epochs: 1
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100}
            shifts:
              clean: {images: test-images, adaptation: 20}
              dark: {images: {corrupted: {corruptions: [brightness, contrast]}}, adaptation: 20, test: 30}
              photos: {images: {image-folder: {path: DIR/photos, resize: 8, crop: 8}}, adaptation: 4}
              elsewhere: {images: {image-folder: DIR/none}, optional: true}
            seasonings:
              pair:
                ingredients: [base, other]
                weights: {segment: {from: -0.5, to: 1.5, step: 0.5}}
                best: 1
                compare: [base]
                ensembles: {both: [base, other]}
            """;

    static final String COMPOSITIONS = """
            report:
              blocks:
                - compositions: {seasoning: pair, best: 2}
                - compositions: {seasoning: pair, versions: dark}
                - compositions: {seasoning: pair, versions: elsewhere}
            """;

    static final String FEW_SHOT = """
            report:
              blocks:
                - few-shot:
                    seasoning: pair
                    shifts: [clean, dark]
                    study: {sizes: [2, 4], held-out: 12, repetitions: 3}
                - few-shot: {seasoning: pair, shifts: [elsewhere]}
            """;

    private ToySeasoning() {}
}
