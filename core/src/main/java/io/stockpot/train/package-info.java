/**
 * Training and fine-tuning: objectives, optimisers, schedules, and the one loop that all of them share. {@link
 * io.stockpot.train.Trainer} is the place to begin reading.
 */
package io.stockpot.train;
