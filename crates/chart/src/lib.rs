#![doc = include_str!("../README.md")]

mod font;
mod rasterize;
mod renderer;

pub use renderer::ResvgChartRenderer;
