package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.serve.Knowledge;
import java.util.Optional;

/**
 * What a live page is about, before models and pictures are read.
 *
 * @param title of the page
 * @param known of mixtures of the models, and their names
 * @param images that were measured, where pictures of one's own are not shown
 */
record ServeTopic(String title, Knowledge known, Optional<LabelledImages> images) {}
